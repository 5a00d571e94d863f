/// A message towards the service that is not audio, as whoever reads a recording minds it.
package enum ControlMessage: Sendable, Hashable {
  case closeStream, finalize, keepAlive
  /// A zero-length binary message: the old end of stream.
  case empty
  /// Any other, word for word.
  case text([UInt8])

  /// A text message: one of the service's own, or any other word for word.
  package init(text bytes: [UInt8]) {
    self =
      switch ClientMessage(parsing: bytes) {
      case .closeStream: .closeStream
      case .finalize: .finalize
      case .keepAlive: .keepAlive
      case .other, nil: .text(bytes)
      }
  }

  /// What a binary message says that belongs into a text message: a JSON object that says its type, or a word for the end. Nil for audio.
  package init?(binary bytes: [UInt8]) {
    guard Self.isWord(bytes) else { return nil }
    self.init(text: bytes)
  }

  /// Words that ask for the end of a stream in the field, in lower case: as whole messages none of them is a chunk of audio by chance.
  private static let words: Set<String> = ["stop", "close", "closestream", "finalize", "keepalive", "end_of_stream"]
  private static let longest = 512

  private static func isWord(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, bytes.count < longest else { return false }
    // Audio inside JSON is another matter: audio-sent-as-text.
    if first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") { return (try? JSONValue(parsing: bytes))?["type"]?.string != nil }
    guard bytes.count >= 4, bytes.count <= 16, let text = String(validating: bytes, as: UTF8.self) else { return false }
    return words.contains(text.lowercased())
  }
}
