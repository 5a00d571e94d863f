internal import Foundation
internal import Timeline

/// The command line as others of the machine see it (`ps`, /proc).
enum ProcessTitle {
  /// Options whose value is a credential, whatever it looks like.
  private static let credentials: Set = ["--authorization", "--keys"]

  /// Puts stars over the credentials in it: what such options are given, tokens and passwords in URLs, headers that carry keys.
  ///
  /// The words themselves have been read by then. Between the start and this, a few milliseconds, they stand there.
  static func hideCredentials(of words: [String]) {
    var owner: String?
    for (place, word) in words.enumerated() {
      guard place < Int(CommandLine.argc), let memory = CommandLine.unsafeArgv[place] else { return }
      let bytes = UnsafeMutableBufferPointer(start: memory, count: strlen(memory))
      let hidden = hidden(Array(bytes.map { UInt8(bitPattern: $0) }), after: owner)
      for (index, byte) in hidden.enumerated() { bytes[index] = CChar(bitPattern: byte) }
      owner = word
    }
  }

  /// As long as before.
  static func hidden(_ word: [UInt8], after owner: String?) -> [UInt8] {
    let text = String(decoding: word, as: UTF8.self)
    if let owner, credentials.contains(owner) { return starred(word[...], keeping: 0, 0) }
    if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), credentials.contains(String(text[..<equals])) {
      return starred(word[...], keeping: text.utf8.distance(from: text.startIndex, to: equals) + 1, 0)
    }
    let redacted = Array(Redactor().text(text).utf8)
    guard redacted != word else { return word }
    let most = min(word.count, redacted.count)
    let front = zip(word, redacted).prefix { $0 == $1 }.count
    let back = zip(word.reversed(), redacted.reversed()).prefix(most - front).prefix { $0 == $1 }.count
    return starred(word[...], keeping: front, back)
  }

  private static func starred(_ word: ArraySlice<UInt8>, keeping front: Int, _ back: Int) -> [UInt8] {
    word.prefix(front) + [UInt8](repeating: UInt8(ascii: "*"), count: word.count - front - back) + word.suffix(back)
  }
}
