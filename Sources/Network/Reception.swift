package import Machines
package import Timeline

/// What becomes of a request to a `LabServer`.
package enum Reception: Sendable {
  /// A machine takes it: it gets `requested` and accepts or refuses.
  case session(ServedSession)
  /// It is answered with this, and the connection ended; nothing is recorded.
  case respond(ResponseHead)
  /// Its body is read and then answered, and the connection ended; nothing is recorded.
  case exchange(HTTPExchange)
  /// It is passed on, and the answer back; what goes by is recorded.
  case tap(TapPlan)
}

/// A session that begins with a request.
package struct ServedSession: Sendable {
  package var machine: any Machine
  /// Where the accepted leg is recorded; nil: nowhere.
  package var observation: Observation?
  /// Whether the accepted leg is compressed where the client offers it (RFC 7692).
  package var compresses: Bool
  /// Where the dialled leg goes, for a machine that has one.
  package var dial: DialPlan?
  /// Whose session and sink take the machine's own lines, where neither leg is recorded (the reference relay).
  package var notes: Observation?
  /// Called when the session is over and its sockets are gone, on its event loop: do not block.
  package var onEnd: (@Sendable (SessionEnd) -> Void)?

  package init(
    machine: any Machine, observation: Observation?, compresses: Bool = false, dial: DialPlan? = nil, notes: Observation? = nil,
    onEnd: (@Sendable (SessionEnd) -> Void)? = nil
  ) {
    self.machine = machine
    self.observation = observation
    self.compresses = compresses
    self.dial = dial
    self.notes = notes
    self.onEnd = onEnd
  }
}
