package import Timeline
package import Wire

/// A party of the lab as a state machine: what happened and the time go in, what to do comes out.
///
/// No clock, socket, file or random source inside. One machine lives as long as one session: the scripted client has
/// one connection (`.dialled`), the simulated service one (`.accepted`), the relay both.
package protocol Machine: Sendable {
  /// - Parameters:
  ///   - occurrence: What happened.
  ///   - now: The time of it, in nanoseconds since the run began; never goes back.
  /// - Returns: What the driver must do, in this order.
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action]
}

/// Which of a machine's connections: the one it accepted, the one it dialled, or the one on which a client listens for results.
package enum Leg: Hashable, Sendable {
  case accepted, dialled, results
}

/// Where a client listens for results besides the connection that it dialled.
package struct ResultsSource: Sendable, Equatable {
  package enum Way: Sendable, Equatable {
    case webSocket
    /// Server-sent events over HTTP: the data of each is a text message.
    case events
    /// Asked for over HTTP every so often.
    case poll(every: Nanoseconds)
  }

  package var way: Way
  /// With its scheme: the relay's own host, or another.
  package var url: String
  package var headers: [HeaderField]

  package init(_ way: Way, url: String, headers: [HeaderField] = []) {
    self.way = way
    self.url = url
    self.headers = headers
  }
}

/// Everything that can happen to a machine.
package enum Occurrence: Sendable, Equatable {
  /// The machine begins. Comes once, first, to a machine that dials of its own accord (the scripted client).
  case started
  /// Somebody asks for a connection on the accepted leg. Answered with `accept` or `refuse`, now or later.
  case requested(RequestHead)
  /// The dialled leg is open: 101, checked.
  case opened(ResponseHead)
  /// The dialled leg was answered with something other than 101.
  case refused(ResponseHead)
  /// The dialled leg could not be had.
  case failed(ConnectionFailure)
  /// The client listens: `listen` was carried out.
  case listening
  /// It can't: why.
  case unheard(ConnectionFailure)
  /// A whole message or a control frame came.
  case received(Leg, Message)
  /// The TCP connection of a leg ended, or `end` was carried out. Comes once for each leg that was open.
  case ended(Leg, ConnectionEnd)
  case fired(TimerName)
  /// The bytes waiting to be sent on a leg rose above the high-water mark: hold back, or stop reading the other leg.
  case stalled(Leg)
  /// … and fell below the low-water mark.
  case drained(Leg)
  /// The program is asked to stop (SIGTERM): finish politely.
  case stopRequested
}

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

/// The name of a timer, unique within its machine and those around it.
package struct TimerName: Sendable, Hashable, ExpressibleByStringLiteral {
  package var name: String
  package init(stringLiteral value: String) { name = value }
}

/// The timers of a machine that has several: an enum, so that each is answered where they fire, and none is spelled twice.
package protocol MachineTimer: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension MachineTimer {
  package var name: TimerName { TimerName(stringLiteral: rawValue) }

  /// nil: the timer is another machine's, around this one.
  package init?(_ name: TimerName) { self.init(rawValue: name.name) }
}
