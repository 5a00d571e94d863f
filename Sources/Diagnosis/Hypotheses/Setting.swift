package import Timeline

/// Where a session took place and with what: what it shows may depend on it, and the lab has not played everything.
package struct Setting: Sendable, Hashable {
  /// `linear16/16000/1`, and behind it the container where there is one.
  package var format: String
  /// What the way to the relay and back takes.
  package var roundTrip: Nanoseconds
  /// How much sound the longest message of audio holds.
  package var longestMessage: Nanoseconds

  package init(format: String, roundTrip: Nanoseconds, longestMessage: Nanoseconds) {
    self.format = format
    self.roundTrip = roundTrip
    self.longestMessage = longestMessage
  }

  /// Nil where nobody knows what was sent.
  init?(_ session: SessionFacts) {
    guard let audio = session.info.audio else { return nil }
    let container = session.sentWAV ? "wav" : audio.container
    format = "\(audio.encoding)/\(audio.sampleRate)/\(audio.channels)" + (container.map { "/\($0)" } ?? "")
    roundTrip = session.roundTrip
    let bytes = session.client.audio.lazy.map(\.bytes).max() ?? 0
    longestMessage = .seconds(Double(bytes) / Double(max(1, audio.bytesPerSecond)))
  }
}
