/// The reason of a Close frame, which has room for 123 bytes (RFC 6455 §5.5: 125, less the code).
enum CloseReason {
  static let limit = 123

  /// The text as UTF-8, cut between characters where it is too long, and then ending in `…`.
  static func fitting(_ text: String, limit: Int = limit) -> [UInt8] {
    guard text.utf8.count > limit else { return Array(text.utf8) }
    let mark = "…"
    var kept: [UInt8] = []
    for character in text {
      guard kept.count + character.utf8.count + mark.utf8.count <= limit else { break }
      kept += Array(character.utf8)
    }
    return kept + Array(mark.utf8)
  }
}
