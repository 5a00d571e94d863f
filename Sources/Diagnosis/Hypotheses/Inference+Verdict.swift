internal import Timeline

extension Inference {
  /// Rules that say what is missing and not why: they are never the last word.
  static let symptomRules: Set<String> = ["no-messages", "no-final", "unexpected-close"]

  /// Beyond so many, pairs say little more than that something is wrong.
  private static let mostPairs = 24
  /// Other causes that are named where only two at once explain as much.
  private static let mostPartners = 4

  /// The findings of the rules, with what the comparison adds to them and takes from them.
  func settle(_ findings: [Finding]) -> [Finding] {
    guard !survivors.isEmpty || !pairs.isEmpty else { return findings }
    let counted = findings.filter { !$0.provoked && $0.severity == .error }
    // What is proven stands by itself; what else there may be is weighed by its own rule.
    guard !counted.contains(where: { $0.certainty == .proven && !Self.symptomRules.contains($0.rule) }) else { return findings }
    let open = counted.filter { $0.certainty != .proven || Self.symptomRules.contains($0.rule) }
    // The comparison weighs what the rules suspect. It raises no alarm of its own: a service may mishear what a healthy relay passes on.
    // Nor does it speak of a cause that it has no row for.
    let known = Set(HypothesisTable.all.map(\.rule)).union(Self.symptomRules)
    guard !open.isEmpty, open.allSatisfy({ known.contains($0.rule) }) else { return findings }
    let rest = findings.filter { !open.contains($0) }
    guard !survivors.isEmpty else { return paired(open).map { rest + $0 } ?? findings }
    // A rule may have measured more than the signs tell: a duration that one usual sample rate explains, say.
    if let measured = open.first(where: { $0.certainty == .inferred && survives($0.rule) }) { return rest + [measured] }
    return rest + [verdict(open)]
  }

  private func survives(_ rule: String) -> Bool { survivors.contains { $0.rule == rule } }

  /// Rules that suspect what survives are believed. A suspicion that the table refutes, with nothing better suspected, keeps its place beside what
  /// survives: the table may know less than the rule. A bare symptom gives way where few causes are left.
  private func verdict(_ open: [Finding]) -> Finding {
    let byCatalogue = open.sorted { Catalogue.order($0.rule) < Catalogue.order($1.rule) }
    if let named = byCatalogue.first(where: { survives($0.rule) }) { return tied(named) }
    // What a suspicion names beside itself counts where itself is refuted.
    let others = byCatalogue.filter { $0.certainty == .suspected }.flatMap(\.alternatives).filter { survives($0.rule) }
    if let other = survivors.first(where: { survivor in others.contains { $0.rule == survivor.rule } }) { return tied(written(other)) }
    let bare = byCatalogue.allSatisfy { Self.symptomRules.contains($0.rule) }
    if bare, survivors.count <= 3 { return tied(written(survivors[0])) }
    return tied(byCatalogue[0])
  }

  /// The finding with everything else that survives beside it; behind that, what survives only two at a time.
  private func tied(_ finding: Finding) -> Finding {
    var finding = finding
    let own = survivors.first { $0.rule == finding.rule }
    // The same symptom by another party's doing: that is for the rule to say.
    let ownRule = finding.alternatives.filter { $0.rule == finding.rule }
    finding.alternatives = ownRule + survivors.filter { $0.rule != finding.rule }.map { other in
      Alternative(rule: other.rule, separateBy: own.map { separation($0, other) } ?? seeServiceHop(other.onServiceHop))
    }
    if finding.alternatives.count == ownRule.count, pairs.count <= Self.mostPairs {
      finding.alternatives += partners.prefix(Self.mostPartners).map {
        Alternative(rule: $0.rule, separateBy: seeServiceHop($0.onServiceHop))
      }
    }
    let isLast = Self.symptomRules.contains(finding.rule)
    finding.certainty = finding.alternatives.isEmpty && pairs.isEmpty && !isLast ? .inferred : .suspected
    return finding
  }

  /// The two findings of the pair that the rules speak for most; nil where they speak for none, or for too many.
  ///
  /// What is in every pair that is left, and suspected by its own rule, is inferred; the other may be any that makes a pair with it.
  private func paired(_ open: [Finding]) -> [Finding]? {
    let measured = open.filter { $0.certainty == .inferred }.map(\.rule)
    let left = pairs.filter { pair in measured.allSatisfy(pair.rules.contains) }
    let suspected = Set(open.map(\.rule))
    let beside = Set(open.flatMap(\.alternatives).map(\.rule))
    func support(_ pair: Hypothesis) -> Int {
      pair.rules.reduce(0) { $0 + (suspected.contains($1) ? 2 : beside.contains($1) ? 1 : 0) }
    }
    guard left.count <= Self.mostPairs, let most = left.map(support).max(), most > 0,
      let leading = left.first(where: { support($0) == most })
    else { return nil }
    return leading.suspects.map { suspect in
      var finding = open.first { $0.rule == suspect.rule } ?? written(suspect)
      let isSure = left.allSatisfy { $0.rules.contains(suspect.rule) }
      let others = left.flatMap(\.suspects).reduce(into: [Suspect]()) { kept, next in
        if !leading.rules.contains(next.rule), !kept.contains(where: { $0.rule == next.rule }) { kept.append(next) }
      }
      finding.alternatives = isSure ? [] : others.map { Alternative(rule: $0.rule, separateBy: seeServiceHop($0.onServiceHop)) }
      let isNamed = suspected.contains(suspect.rule) && !Self.symptomRules.contains(suspect.rule)
      finding.certainty = isSure && isNamed ? .inferred : .suspected
      return finding
    }
  }

  /// The finding of a suspect whose rule says nothing from the client hop.
  private func written(_ suspect: Suspect) -> Finding {
    let rule = Catalogue.rule(suspect.rule)
    return Finding(
      rule: suspect.rule, certainty: .suspected, severity: .error, party: suspect.party, cause: suspect.cause,
      summary: sentence(
        "Of the causes known, what the sessions of this run show fits this one: ", rule?.title ?? suspect.cause, "."),
      remedy: rule?.remedy ?? "", evidence: symptoms.map(evidence))
  }

  private func evidence(_ experiment: Experiment) -> Evidence {
    return Evidence(
      session: experiment.session, events: experiment.events,
      text: "\(experiment.scenario): \(list(experiment.symptoms.map(\.rawValue).sorted()))")
  }

  private func separation(_ one: Suspect, _ other: Suspect) -> Separation {
    // Where nothing begins, no other scenario would show more.
    guard !symptoms.allSatisfy({ $0.signs.contains(.endsAtTheStart) }) else { return seeServiceHop(other.onServiceHop) }
    let (a, b) = (Hypothesis(one), Hypothesis(other))
    let played = Set(experiments.map(\.scenario))
    let left = KnownExperiment.all.filter { !played.contains($0.scenario) }
    let next = left.first { a.parts(from: b, under: $0.traits) } ?? left.first { mayPart(a, b, under: $0.traits) }
    guard let next else { return seeServiceHop(other.onServiceHop) }
    return .play(scenario: next.scenario, tries: next.tries)
  }
}
