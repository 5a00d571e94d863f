package import Timeline
package import Wire

/// Everything a machine can ask for.
package enum Action: Sendable, Equatable {
  /// Answer the request on the accepted leg with 101.
  case accept(subprotocol: String?, headers: [HeaderField])
  /// Answer it with anything else, and end the connection.
  case refuse(ResponseHead)
  /// Open the dialled leg. The driver knows host, port and TLS; it adds Host, Upgrade, Connection, key and version.
  case dial(target: String, headers: [HeaderField], subprotocols: [String])
  /// Listen for results on a connection of their own, in the place of the one before. Answered with `listening` or `unheard`.
  case listen(ResultsSource)
  case send(Leg, Message, scheduled: Nanoseconds? = nil)
  /// Send these bytes as they are: frames that no codec would write, or parts of one. Masking, length and opcode are the caller's.
  case sendRaw(Leg, [UInt8])
  /// The same message in so many frames (RFC 6455 §5.4), as far as it has bytes for them.
  case sendFragmented(Leg, Message, frames: Int, scheduled: Nanoseconds? = nil)
  /// End the TCP connection of a leg: after what was sent has gone out (`finished`), or at once (`reset`).
  case end(Leg, ConnectionEnd.Manner)
  /// Stop or resume taking bytes from a leg's socket.
  case pauseReading(Leg)
  case resumeReading(Leg)
  /// `fired(name)` at that time, or at once if it has passed. A second call with the same name replaces the first.
  case wake(TimerName, at: Nanoseconds)
  case cancel(TimerName)
  /// A line of `sttcheck`'s own in the recording.
  case note(Note)
  /// The machine is done: nothing more will come of it.
  case finish
}
