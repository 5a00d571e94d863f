package import Wire

/// One row of a recording: something that happened, when, and where.
package struct Event: Sendable, Equatable {
  /// The row's number in its recording; 0 until it has one. Evidence names events by it.
  package var id: Int64
  /// The session it belongs to, from 1; 0 where that is not known yet (a service hop no session could be matched to).
  package var session: Int
  /// The connection it happened on; nil where it concerns the session as a whole.
  package var hop: Hop?
  /// The number of that connection within the run, from 1; 0 where `hop` is nil.
  package var connection: Int
  package var at: Nanoseconds
  package var kind: Kind

  package enum Kind: Sendable, Equatable {
    case request(RequestHead)
    case response(ResponseHead)
    case frame(FrameEvent)
    case violation(ViolationEvent)
    case failed(ConnectionFailure)
    case ended(ConnectionEnd)
    case note(Note)
  }

  package init(id: Int64 = 0, session: Int, hop: Hop?, connection: Int, at: Nanoseconds, _ kind: Kind) {
    self.id = id
    self.session = session
    self.hop = hop
    self.connection = connection
    self.at = at
    self.kind = kind
  }
}

/// A WebSocket frame as it crossed the wire, legal or not.
package struct FrameEvent: Sendable, Equatable {
  package var sender: Party
  package var frame: Frame
  /// When paced audio was due; nil for everything else.
  package var scheduled: Nanoseconds?

  package init(sender: Party, frame: Frame, scheduled: Nanoseconds? = nil) {
    self.sender = sender
    self.frame = frame
    self.scheduled = scheduled
  }
}
