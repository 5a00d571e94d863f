internal import Speech
internal import Timeline

extension Separation {
  /// What of it this run has not done yet; nil where all of it is done.
  func left(after run: RunFacts) -> Separation? {
    switch self {
    case .serviceHop: run.seesServiceHop ? nil : self
    case .play(let scenario, _): run.hasPlayed(scenario) ? nil : self
    case .profile(.closeStreamAsStop, _): run.hasStoppedWithCloseStream ? nil : self
    case .look: self
    case .first(let one, let other):
      switch (one.left(after: run), other.left(after: run)) {
      case (let one?, let other?): .first(one, or: other)
      case (let one, let other): one ?? other
      }
    }
  }
}

extension Finding {
  /// The finding without advice that this run has followed already.
  ///
  /// The alternative stays, as it may still be the cause, with a way that is left to tell it. Without a relay there is none: what could be seen
  /// was seen.
  func withoutFollowedAdvice(_ run: RunFacts) -> Finding {
    var finding = self
    finding.alternatives = alternatives.compactMap { alternative in
      if let left = alternative.separateBy.left(after: run) { return Alternative(rule: alternative.rule, separateBy: left) }
      guard run.run.serviceHop != .direct else { return nil }
      return Alternative(rule: alternative.rule, separateBy: run.seesServiceHop ? .relaysLog : seeServiceHop("which of them it is"))
    }
    return finding
  }
}

extension RunFacts {
  fileprivate func hasPlayed(_ scenario: String) -> Bool { sessions.contains { $0.info.scenario == scenario } }

  /// A session ended its stream with the service's own message: as its profile says, or as its scenario does.
  fileprivate var hasStoppedWithCloseStream: Bool {
    sessions.contains { session in
      session.stop != nil && session.clients.contains { client in client.controls.contains { $0.value == .closeStream } }
    }
  }
}
