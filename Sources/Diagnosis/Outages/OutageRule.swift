internal import Timeline

/// A rule about how a relay takes a failing service: it asks only where the service was made to fail.
protocol OutageRule: Rule {}

extension OutageRule {
  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop, !run.outages.isEmpty else { return .notApplicable("the service was not made to fail in any session") }
    let found = OutageJudge.findings(of: self, run)
    return found.isEmpty ? .pass : .findings(found)
  }
}
