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

extension UtteranceEnd: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, channel
    case lastWordEnd = "last_word_end"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    channel = try container.decodeIfPresent([Int].self, forKey: .channel) ?? [0, 1]
    lastWordEnd = try container.decode(Double.self, forKey: .lastWordEnd)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.type, forKey: .type)
    try container.encode(channel, forKey: .channel)
    try container.encode(lastWordEnd, forKey: .lastWordEnd)
  }
}
