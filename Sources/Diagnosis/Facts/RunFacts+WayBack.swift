internal import Timeline

extension RunFacts {
  /// The client's Close, where the relay had the time to answer it and did not: an answer of one whose messages all take long may be on its way.
  func unansweredClose(_ session: SessionFacts) -> Located<HopFacts.Close>? {
    session.unansweredClose == nil ? nil : session.unansweredClose(for: wayBack + session.grace)
  }

  /// True where the relay can have heard what the service said before it told its client something: what is as near as two clocks may be apart
  /// has crossed on the way where messages are known to take longer.
  func canAnswer(_ onService: Nanoseconds, onClient: Nanoseconds) -> Bool {
    let apart = onClient - onService
    return apart >= SessionFacts.clockUncertainty || apart >= -SessionFacts.clockUncertainty && 2 * (apart + .milliseconds(1)) >= wayBack
  }

  /// True where the way between the relay and the service may be cut: nothing of the relay's came over it any more though the client went on, or
  /// nobody answered the service's Close, in a run in which nothing went through any more in the middle of another session.
  func isWayDoubtful(_ session: SessionFacts) -> Bool {
    guard seesServiceHop, let service = session.service else { return false }
    return session.unheardFrom != nil || waysBreak && session.isCloseUnanswered(on: service, for: session.travel)
  }
}

extension SessionFacts {
  /// How long what the relay says takes to its client: the median from the service to the client, or of how far results are behind the audio.
  var wayBack: Nanoseconds {
    let across = Percentiles((flow.pairs + flow.retimed).map(\.delay))?.p50
    return max(0, across ?? Percentiles(lateness(on: client))?.p50 ?? 0)
  }
}
