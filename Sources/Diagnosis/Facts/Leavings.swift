internal import Timeline

/// After what time the relay left clients that were still speaking, in all sessions of a run.
///
/// Where it leaves another after the same time, behind that one's stop, the stop is not why.
struct Leavings {
  /// Seconds by which two times may differ.
  private static let near = 0.1

  /// The first and the last session that was left in mid-stream, by the time from its beginning, in steps of `near`.
  private var inMidStream: [Int: (first: Int, last: Int)] = [:]

  init(_ sessions: Series<SessionFacts>) {
    for session in sessions.flatMap(\.legs) where session.stop == nil && !session.streamedWhole {
      guard let step = Self.step(session) else { continue }
      inMidStream[step] = (inMidStream[step]?.first ?? session.info.number, session.info.number)
    }
  }

  /// True where the relay left this one behind its stop, and another in mid-stream after the same time.
  func tell(_ session: SessionFacts) -> Bool { other(session) != nil }

  /// The session that was left in mid-stream, where this one was left after the same time, behind its stop and with something still due.
  func other(_ session: SessionFacts) -> Int? {
    session.stop != nil && (session.drain.isCut || session.results.isEmpty) ? beside(session) : nil
  }

  /// Another session that was left in mid-stream, after the same time as this one; nil where there is none.
  func beside(_ session: SessionFacts) -> Int? {
    guard !inMidStream.isEmpty, let step = Self.step(session) else { return nil }
    let near = [step, step - 1, step + 1].compactMap { inMidStream[$0] }
    return near.flatMap { [$0.first, $0.last] }.first { $0 != session.info.number }
  }

  private static func step(_ session: SessionFacts) -> Int? {
    session.relayEnded.map { Int((($0.at - session.client.begun).seconds / near).rounded(.down)) }
  }
}
