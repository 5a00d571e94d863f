internal import Timeline

/// After what time the relay left clients that were still speaking, in all sessions of a run.
///
/// Where it leaves another after the same time, behind that one's stop, the stop is not why.
struct Leavings {
  /// Seconds by which two times may differ.
  private static let near = 0.1

  /// In steps of `near`, from the session's beginning.
  private var inMidStream: Set<Int> = []

  init(_ sessions: Series<SessionFacts>) {
    for session in sessions.flatMap(\.legs) where session.stop == nil && !session.streamedWhole {
      if let step = Self.step(session) { inMidStream.insert(step) }
    }
  }

  /// True where the relay left this one behind its stop, and another in mid-stream after the same time.
  func tell(_ session: SessionFacts) -> Bool {
    guard session.stop != nil, session.drain.isCut, !inMidStream.isEmpty, let step = Self.step(session) else { return false }
    return (step - 1...step + 1).contains(where: inMidStream.contains)
  }

  private static func step(_ session: SessionFacts) -> Int? {
    session.relayEnded.map { Int((($0.at - session.client.begun).seconds / near).rounded(.down)) }
  }
}
