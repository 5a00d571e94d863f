package import Timeline

/// One step of a scenario.
package indirect enum Step: Sendable, Equatable {
  case connect
  case stream(Streaming)
  /// The profile's stop message.
  case stop
  /// A stop message of the scenario's own in the place of the profile's.
  case alternativeStop(StopSignal)
  /// Do nothing for a while; incoming messages are taken.
  case pause(Nanoseconds)
  case await(Awaited, within: Nanoseconds)
  case close(code: UInt16, reason: String)
  /// End the TCP connection without a Close frame (RST).
  case vanish
  case keepAlive
  case finalize
  case send(Sending)
  /// A Ping frame with this payload, of at most 125 bytes (RFC 6455 §5.5).
  case ping([UInt8])
  /// Take bytes off the socket, or leave them there: a client that does not read.
  case read(Bool)
  /// End the connection, where it is still there, and open a new one: a second connection of the same session.
  case reconnect
  case `repeat`(times: Int, steps: [Step])
  /// The whole audio in one HTTP request to the place that the profile names; stands alone.
  case oneShot(within: Nanoseconds)
  /// Several clients that play the same steps at the same time, each with audio of its own; stands alone.
  case parallel(clients: [ClientAudio], steps: [Step])

  /// The same without `repeat` and `parallel`: what one client does, one step after the other.
  package var flattened: [Step] {
    switch self {
    case .repeat(let times, let steps): Array(repeatElement(steps.flatMap(\.flattened), count: times).joined())
    case .parallel(_, let steps): steps.flatMap(\.flattened)
    default: [self]
    }
  }
}

/// What one of several clients streams.
package struct ClientAudio: Sendable, Equatable {
  package var source: AudioSource
  package var format: StreamFormat

  package init(_ source: AudioSource, format: StreamFormat = .profile) {
    self.source = source
    self.format = format
  }
}
