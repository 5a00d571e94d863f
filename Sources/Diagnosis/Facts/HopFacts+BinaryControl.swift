internal import Speech

extension HopFacts {
  /// Words that ask for the end of a stream in the field, in lower case: as whole messages none of them is a chunk of audio by chance.
  private static let words: Set<String> = ["stop", "close", "closestream", "finalize", "keepalive", "end_of_stream"]
  private static let longest = 4096

  /// True where a binary message holds what belongs into a text message: a JSON object that says its type, or a word for the end.
  static func isControl(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, bytes.count <= longest else { return false }
    if first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") {
      // Audio inside JSON is another matter: audio-sent-as-text.
      guard let object = try? JSONValue(parsing: bytes), object["type"]?.string != nil else { return false }
      return bytes.count < 512
    }
    guard bytes.count >= 4, bytes.count <= 16, let text = String(validating: bytes, as: UTF8.self) else { return false }
    return words.contains(text.lowercased())
  }
}
