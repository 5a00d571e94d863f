internal import Diagnosis
internal import Timeline

/// What changed in protocol behaviour between two runs; a pure function of both.
package struct RunDiff: Sendable, Equatable {
  package var before: RunBehaviour
  package var after: RunBehaviour
  /// Verdict and findings.
  package var changes: [Change]
  /// Scenarios of both runs, in the order of the first.
  package var scenarios: [ScenarioDiff]
  /// What this comparison leaves out, each as a sentence.
  package var remarks: [String]

  package init(before: RunBehaviour, after: RunBehaviour) {
    self.before = before
    self.after = after
    changes = Self.verdict(before, after) + Self.findings(before, after) + Self.played(before, after)
    let timed = before.isTrustworthy && after.isTrustworthy
    scenarios = before.scenarios.compactMap { scenario in
      after.scenarios.first { $0.name == scenario.name }.map {
        ScenarioDiff(scenario.name, scenario.sessions, $0.sessions, timed: timed)
      }
    }
    remarks = []
    if !timed {
      let which = before.isTrustworthy ? "second" : after.isTrustworthy ? "first" : "either"
      remarks.append("The times of the \(which) run can't be trusted, so latencies are not compared.")
    }
    if before.run.serviceHop != after.run.serviceHop {
      remarks.append(
        "The service hop was \(before.run.serviceHop.rawValue) in the first run and \(after.run.serviceHop.rawValue) in the second.")
    }
    if before.run.relay != after.run.relay { remarks.append("The runs went to different relays.") }
    if scenarios.isEmpty { remarks.append("The runs have no scenario in common.") }
  }

  /// Changes that several scenarios share, each once, with their names.
  package var shared: [(change: Change, scenarios: [String])] {
    var shared: [(change: Change, scenarios: [String])] = []
    for scenario in scenarios {
      for change in scenario.changes {
        if let index = shared.firstIndex(where: { $0.change == change }) {
          shared[index].scenarios.append(scenario.scenario)
        } else {
          shared.append((change, [scenario.scenario]))
        }
      }
    }
    return shared.filter { $0.scenarios.count > 1 }
  }

  /// What changed in one scenario alone, scenario by scenario; those without any are left out.
  package var single: [ScenarioDiff] {
    let shared = shared.map(\.change)
    return scenarios.map { scenario in
      var own = scenario
      own.changes = scenario.changes.filter { !shared.contains($0) }
      return own
    }.filter { !$0.changes.isEmpty }
  }

  /// Each change once.
  package var all: [Change] { changes + shared.map(\.change) + single.flatMap(\.changes) }

  package func count(_ effect: Change.Effect) -> Int { all.count { $0.effect == effect } }

  package var isRegression: Bool { count(.regression) > 0 }

  /// One sentence: what came of it.
  package var headline: String {
    let counts: [String] = [
      (count(.regression), "regression"), (count(.improvement), "improvement"), (count(.change), "other change"),
    ].filter { $0.0 > 0 }.map { Wording.count($0.0, $0.1) }
    let among = "in \(Wording.count(scenarios.count, "scenario")) of both runs"
    return counts.isEmpty ? "Nothing changed \(among)" : "\(Wording.list(counts)) \(among)"
  }

  private static func verdict(_ before: RunBehaviour, _ after: RunBehaviour) -> [Change] {
    guard before.verdict != after.verdict else { return [] }
    let effect: Change.Effect = after.badness > before.badness ? .regression : .improvement
    return [Change("run", "verdict", before.verdict, after.verdict, effect)]
  }

  private static func findings(_ before: RunBehaviour, _ after: RunBehaviour) -> [Change] {
    func same(_ a: RunBehaviour.Cause, _ b: RunBehaviour.Cause) -> Bool { a.rule == b.rule && a.party == b.party }
    func words(_ cause: RunBehaviour.Cause) -> String { "\(cause.severity), \(cause.party), \(cause.certainty): \(cause.cause)" }
    let gained = after.causes.filter { new in !before.causes.contains { same($0, new) } }
    let lost = before.causes.filter { old in !after.causes.contains { same($0, old) } }
    let kept = after.causes.compactMap { new -> Change? in
      guard let old = before.causes.first(where: { same($0, new) }), words(old) != words(new) else { return nil }
      let worse = old.severity != new.severity ? new.severity == "error" : false
      return Change("finding", new.rule, words(old), words(new), worse ? .regression : .change)
    }
    return gained.map { Change("finding", $0.rule, nil, words($0), .regression) }
      + lost.map { Change("finding", $0.rule, words($0), nil, .improvement) } + kept
  }

  private static func played(_ before: RunBehaviour, _ after: RunBehaviour) -> [Change] {
    let old = before.scenarios.filter { scenario in !after.scenarios.contains { $0.name == scenario.name } }
    let new = after.scenarios.filter { scenario in !before.scenarios.contains { $0.name == scenario.name } }
    return old.map { Change("scenario", $0.name, "played", nil, .change) } + new.map { Change("scenario", $0.name, nil, "played", .change) }
  }
}
