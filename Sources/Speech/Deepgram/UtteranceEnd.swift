/// A gap in the words as long as `utterance_end_ms` has passed (PROTOCOL, "Messages").
package struct UtteranceEnd: Sendable, Hashable {
  package static let type = "UtteranceEnd"

  /// Which channel, and of how many: `[0, 1]`.
  package var channel: [Int]
  /// Seconds on the audio clock.
  package var lastWordEnd: Double

  package init(channel: [Int] = [0, 1], lastWordEnd: Double) {
    self.channel = channel
    self.lastWordEnd = lastWordEnd
  }
}

extension UtteranceEnd: ServiceContent {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    channel = try fields.find("channel", .list(of: .integer)) ?? [0, 1]
    lastWordEnd = try fields.need("last_word_end", .number)
  }

  var members: [String: JSONValue?] { ["channel": .list(channel), "last_word_end": .number(lastWordEnd)] }

  static func kind(of value: JSONValue) -> ReadMessage.Kind? { .speechEvent }
}
