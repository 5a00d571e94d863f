internal import Timeline

extension RunFacts {
  /// The client's Close, where the relay had the time to answer it and did not: an answer of one whose messages all take long may be on its way.
  func unansweredClose(_ session: SessionFacts) -> Located<HopFacts.Close>? {
    session.unansweredClose == nil ? nil : session.unansweredClose(for: wayBack + session.grace)
  }
}

extension SessionFacts {
  /// How long what the relay says takes to its client: the median from the service to the client, or of how far results are behind the audio.
  var wayBack: Nanoseconds {
    let across = Percentiles((flow.pairs + flow.retimed).map(\.delay))?.p50
    return max(0, across ?? Percentiles(lateness(on: client))?.p50 ?? 0)
  }
}
