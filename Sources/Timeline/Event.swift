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

/// A rule of RFC 6455 that a peer broke.
package struct ViolationEvent: Sendable, Equatable, Codable {
  package var sender: Party
  /// The section: `5.1`.
  package var section: String
  package var text: String

  package init(sender: Party, section: String, text: String) {
    self.sender = sender
    self.section = section
    self.text = text
  }
}

/// What `sttcheck` itself wrote into the recording: a step of the scenario, a wait that ran out, a fault put in.
package struct Note: Sendable, Equatable, Codable {
  package enum Code: String, Sendable, Codable {
    /// The player began a step.
    case step
    /// A wait ended because what it waited for came.
    case awaited
    /// A wait ended because its time was up.
    case waitExpired = "wait-expired"
    /// A fault is active in this session.
    case fault
    /// The session was ended by its overall time limit.
    case timedOut = "timed-out"
    /// The run was interrupted.
    case interrupted
    /// The recorder fell behind or lost time; the text has the figure.
    case recorderLag = "recorder-lag"
    /// This process got no turn for a while; the text has the figure.
    case starved
    /// The time on the wall jumped against the monotonic one: the clock was set, or the machine slept.
    case clockStep = "clock-step"
    /// Somebody spoke TLS to our port behind the relay, which speaks plain HTTP; the text has the port.
    case tlsArrived = "tls-arrived"
    /// Anything else worth reading.
    case remark
  }

  package var code: Code
  package var text: String

  package init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}
