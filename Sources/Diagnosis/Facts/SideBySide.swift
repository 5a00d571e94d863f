internal import Timeline

/// Which sessions went on at the same time.
struct SideBySide: Sendable {
  private let spans: Spans

  init(_ sessions: Series<SessionFacts>) { spans = Spans(sessions.map { ($0.client.begun, $0.lastEventAt) }) }

  /// Places, in the run's list, of the sessions that went on while one did; its own may be among them.
  /// In a crowd those that began next to it are meant.
  func places(beside session: SessionFacts) -> [Int] {
    // Who begins where another ends is not beside it.
    spans.meeting(session.client.begun + 1, session.lastEventAt - 1, around: session.client.begun)
  }
}

extension RunFacts {
  /// True where another session went on at the same time.
  func goesOnBesideOthers(_ session: SessionFacts) -> Bool { !sessions(beside: session).isEmpty }

  /// Sessions that went on at the same time as one.
  func sessions(beside session: SessionFacts) -> Series<SessionFacts> {
    Series(sideBySide.places(beside: session).map { sessions[$0] }.filter { $0.info.number != session.info.number })
  }
}
