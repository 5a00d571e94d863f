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

  private static let opening = Array(#"{"type""#.utf8)

  /// Where in a message of audio a JSON object stands that says its type: a control message that was taken for audio, and went into one buffer
  /// with it. The first; nil where there is none, as in all audio that is nothing else.
  package static func place(in audio: [UInt8]) -> Range<Int>? {
    var from = audio.startIndex
    while let open = audio[from...].firstIndex(of: opening[0]) {
      from = open + 1
      guard audio[open...].starts(with: opening), let close = audio[open...].prefix(longest).firstIndex(of: UInt8(ascii: "}")) else {
        continue
      }
      if isWord(Array(audio[open...close])) { return open..<close + 1 }
    }
    return nil
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
