internal import Timeline

/// How often what went wrong went wrong, where scenarios were played more than once: the verdict on a relay that fails now and then.
package struct Repetitions: Sendable, Equatable {
  /// A cause, a failed check or a scenario, counted over the times that the scenario was played.
  package struct Item: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      case cause, check, scenario
    }

    package var kind: Kind
    /// The rule's id, the check's name, or the scenario's.
    package var name: String
    package var scenario: String
    package var failed: Int
    package var played: Int

    package init(_ kind: Kind, _ name: String, in scenario: String, failed: Int, played: Int) {
      self.kind = kind
      self.name = name
      self.scenario = scenario
      self.failed = failed
      self.played = played
    }

    /// True where it went wrong now and then: neither never nor always.
    package var isFlaky: Bool { failed > 0 && failed < played }

    /// `closed-before-final in 3 of 10`.
    package var text: String {
      let what = kind == .check ? "check \(name)" : kind == .scenario ? "faulty" : name
      return "\(what) in \(failed) of \(played)"
    }
  }

  /// How often each scenario was played that was played most often.
  package var rounds: Int
  /// Scenarios that were played more than once, in the order of playing, with how often.
  package var scenarios: [(name: String, played: Int)]
  /// What went wrong at least once: causes in the order of the report, then checks, then scenarios.
  package var items: [Item]

  package static func == (one: Repetitions, other: Repetitions) -> Bool {
    one.rounds == other.rounds && one.items == other.items && one.scenarios.elementsEqual(other.scenarios) { $0 == $1 }
  }

  package var isFlaky: Bool { items.contains(where: \.isFlaky) }

  /// One sentence.
  package var verdict: String {
    let times = "Played \(rounds) times"
    let flaky = items.filter { $0.isFlaky && $0.kind != .scenario }
    if items.isEmpty { return "\(times), nothing went wrong in any of them." }
    guard isFlaky else { return "\(times), the same went wrong every time." }
    let shown = (flaky.isEmpty ? items.filter(\.isFlaky) : flaky).prefix(3).map { "\($0.text) of \($0.scenario)" }
    return "\(times), and flaky: \(shown.joined(separator: ", "))."
  }

  /// What was counted of one scenario.
  package func items(of scenario: String) -> [Item] { items.filter { $0.scenario == scenario } }

  /// How often a cause came, for the headline; nil where it came every time.
  func remark(on rule: String) -> String? {
    let own = items.filter { $0.kind == .cause && $0.name == rule && $0.isFlaky }
    guard let most = own.max(by: { $0.failed * $1.played < $1.failed * $0.played }) else { return nil }
    return "flaky: in \(most.failed) of \(most.played) of \(most.scenario)"
  }

  /// - Returns: Nil where no scenario was played more than once.
  static func count(_ sessions: [SessionResult], _ causes: [RootCause]) -> Repetitions? {
    let played = sessions.filter { session in
      if case .completed? = session.info.outcome { true } else { false }
    }
    // Clients that play side by side are one time.
    let rounds = Dictionary(grouping: played) { $0.info.group ?? $0.info.number }.values.sorted {
      ($0.first?.info.number ?? 0) < ($1.first?.info.number ?? 0)
    }
    var names: [String] = []
    var byName: [String: [[SessionResult]]] = [:]
    for round in rounds {
      guard let name = round.first?.info.scenario else { continue }
      if byName[name] == nil { names.append(name) }
      byName[name, default: []].append(round)
    }
    let repeated = names.map { (name: $0, rounds: byName[$0] ?? []) }.filter { $0.rounds.count > 1 }
    guard let most = repeated.map(\.rounds.count).max() else { return nil }
    var items: [Item] = []
    func add(_ kind: Item.Kind, _ name: String, in scenario: String, _ rounds: [[SessionResult]], _ failed: (SessionResult) -> Bool) {
      let count = rounds.count { $0.contains(where: failed) }
      if count > 0 { items.append(Item(kind, name, in: scenario, failed: count, played: rounds.count)) }
    }
    var rules: [String] = []
    for cause in causes where !rules.contains(cause.finding.rule) { rules.append(cause.finding.rule) }
    for rule in rules {
      let shown = Set(causes.filter { $0.finding.rule == rule }.flatMap(\.finding.evidence).map(\.session))
      for (scenario, rounds) in repeated { add(.cause, rule, in: scenario, rounds) { shown.contains($0.info.number) } }
    }
    for (scenario, rounds) in repeated {
      var checks: [String] = []
      for check in rounds.flatMap(\.self).flatMap(\.checks) where !checks.contains(check.name) { checks.append(check.name) }
      for name in checks { add(.check, name, in: scenario, rounds) { $0.checks.contains { $0.name == name && $0.status == .failed } } }
    }
    for (scenario, rounds) in repeated {
      add(.scenario, scenario, in: scenario, rounds) { $0.verdict == .faulty || $0.verdict == .unreachable }
    }
    return Repetitions(rounds: most, scenarios: repeated.map { ($0.name, $0.rounds.count) }, items: items)
  }
}
