/// Request targets and query strings, taken apart and put together.
package enum QueryString {
  /// Path and query items of a request target or URL, items decoded and in order; a fragment is dropped.
  ///
  /// Scheme and host of an absolute URL are dropped too. Of `a&b=` both values are empty; empty pieces are no items.
  package static func parse(_ target: String) -> (path: String, items: [(name: String, value: String)]) {
    let whole = target.prefix { $0 != "#" }
    let question = whole.firstIndex(of: "?")
    let path = pathOnly(whole[..<(question ?? whole.endIndex)])
    guard let question else { return (path, []) }
    let items = whole[whole.index(after: question)...].split(separator: "&").map { piece in
      let equals = piece.firstIndex(of: "=")
      let name = PercentCoding.decode(piece[..<(equals ?? piece.endIndex)])
      let value = equals.map { PercentCoding.decode(piece[piece.index(after: $0)...]) } ?? ""
      return (name: name, value: value)
    }
    return (path, items)
  }

  /// Items as a query, percent-coded, without a `?`.
  package static func encode(_ items: [(name: String, value: String)]) -> String {
    items.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
  }

  /// A target or URL with items added behind those that it has; a fragment is dropped.
  package static func append(_ items: [(name: String, value: String)], to target: String) -> String {
    let whole = String(target.prefix { $0 != "#" })
    guard !items.isEmpty else { return whole }
    let joint = !whole.contains("?") ? "?" : whole.hasSuffix("?") || whole.hasSuffix("&") ? "" : "&"
    return whole + joint + encode(items)
  }

  private static func pathOnly(_ text: Substring) -> String {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), !text[..<colon].contains("/") else {
      return String(text)
    }
    let authority = text[colon...].dropFirst(3)
    return authority.firstIndex(of: "/").map { String(authority[$0...]) } ?? "/"
  }
}
