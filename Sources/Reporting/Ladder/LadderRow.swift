package import Timeline

/// One row of a ladder: an arrow between two life-lines, or a remark across them.
package struct LadderRow: Sendable, Equatable {
  package enum Direction: String, Sendable, CaseIterable {
    case towardsService, towardsClient
  }

  package enum Kind: String, Sendable, CaseIterable {
    /// The opening request, or the answer to it.
    case handshake
    /// No connection could be had.
    case failure
    /// A run of binary frames with audio.
    case audio
    /// One transcript, or several folded into one row.
    case result
    case metadata
    /// Any other message towards the client.
    case message
    /// A message towards the service that is not audio: CloseStream, KeepAlive, the client's stop.
    case control
    case ping, pong, close
    /// The end of TCP.
    case end
    /// A rule of RFC 6455 that somebody broke.
    case violation
    /// What `sttcheck` noted: a wait that ran out, a fault put in, an interruption.
    case note
    /// A time in which nothing happened, or rows that were left out.
    case gap
  }

  /// When it began, in the run's time.
  package var at: Nanoseconds
  /// When its last event was; `at` where it has only one.
  package var until: Nanoseconds
  /// Nil where it concerns the session as a whole: notes and gaps.
  package var hop: Hop?
  /// Nil where nothing went either way.
  package var direction: Direction?
  package var kind: Kind
  /// What stands on the arrow: short, and safe to show (`VisibleText`).
  package var label: String
  /// Ids of all events that it stands for, in their order; empty where something is missing.
  package var events: [Int64]
  /// Those of them that the findings name.
  package var evidence: [Int64] = []
  /// The rules that name them, each once, in the order of the findings.
  package var rules: [String] = []
  /// True for an arrow that should be there and is not.
  package var isMissing = false

  package var isEvidence: Bool { !evidence.isEmpty }

  /// Where the arrow begins; nil where nothing went either way.
  package var sender: Party? {
    guard let hop, let direction else { return nil }
    return direction == .towardsService ? hop.dialler : hop.acceptor
  }

  /// Where the arrow ends.
  package var receiver: Party? {
    guard let hop, let direction else { return nil }
    return direction == .towardsService ? hop.acceptor : hop.dialler
  }

  /// What folding needs to write the label anew.
  var tally = LadderTally()

  init(
    at: Nanoseconds, until: Nanoseconds? = nil, hop: Hop?, _ direction: Direction?, _ kind: Kind, _ label: String, events: [Int64] = []
  ) {
    self.at = at
    self.until = until ?? at
    self.hop = hop
    self.direction = direction
    self.kind = kind
    self.label = label
    self.events = events
  }
}
