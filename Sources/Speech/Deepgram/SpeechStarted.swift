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

extension SpeechStarted: ServiceContent {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    channel = try fields.find("channel", .list(of: .integer)) ?? [0, 1]
    timestamp = try fields.need("timestamp", .number)
  }

  var members: [String: JSONValue?] { ["channel": .list(channel), "timestamp": .number(timestamp)] }

  static func kind(of value: JSONValue) -> ReadMessage.Kind? { .speechEvent }
}
