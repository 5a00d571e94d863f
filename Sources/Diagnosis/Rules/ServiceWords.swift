/// What only the service itself says: a reason that names it is somebody speaking of it, and proves nothing.
enum ServiceWords {
  /// Its own tokens, with or without a hyphen, and the address that its sentences end with.
  private static let tokens = ["net0000", "net0001", "data0000", "dpgr.am"]

  /// True where a close reason, or another text, is the service's own word or quotes its refusal.
  static func areIn(_ text: String) -> Bool {
    let plain = text.lowercased()
    let joined = plain.replacing("-", with: "")
    return tokens.contains(where: joined.contains) || quotesRefusal(plain)
  }

  private static func quotesRefusal(_ text: String) -> Bool {
    ["dg-error", "dg_error", "dg-request-id", "request_id"].contains(where: text.contains)
  }
}
