/// Speech began; only with `vad_events=true` (PROTOCOL, "Messages").
package struct SpeechStarted: Sendable, Hashable {
  package static let type = "SpeechStarted"

  /// Which channel, and of how many: `[0, 1]`.
  package var channel: [Int]
  /// Seconds on the audio clock.
  package var timestamp: Double

  package init(channel: [Int] = [0, 1], timestamp: Double) {
    self.channel = channel
    self.timestamp = timestamp
  }
}

extension SpeechStarted: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, channel, timestamp
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    channel = try container.decodeIfPresent([Int].self, forKey: .channel) ?? [0, 1]
    timestamp = try container.decode(Double.self, forKey: .timestamp)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.type, forKey: .type)
    try container.encode(channel, forKey: .channel)
    try container.encode(timestamp, forKey: .timestamp)
  }
}
