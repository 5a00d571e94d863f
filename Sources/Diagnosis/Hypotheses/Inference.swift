package import Timeline

/// What the sessions of a run, compared, say of the causes that no single session proves.
///
/// Only for runs whose service hop nobody saw. The sessions are experiments; each hypothesis predicts what each of them shows; the verdict is
/// what survives. One survivor is inferred; several are a tie, which names the scenario or the switch that separates them.
package struct Inference: Sendable {
  package let experiments: [Experiment]
  /// Hypotheses that every experiment allows, those that fit best first, and in the catalogue's order where several fit as well.
  package let survivors: [Hypothesis]
  /// Experiments that no healthy relay shows.
  package let symptoms: [Experiment]
  /// Sessions whose client said Close and got no answer: the way may have been cut.
  let unanswered: Set<Int>
  /// Sessions in which nothing of what the service says came any more, and which no Close ended.
  let silenced: Set<Int>
  /// Sessions that the relay ended in the middle of their audio, or by a failure before all was said.
  let endedEarly: Set<Int>
  /// Sessions whose client sent Finalize or KeepAlive before its stop.
  let controlled: Set<Int>
  /// A session was ended in the middle of its audio, with a code that names a failure.
  let hasToldFailure: Bool

  package init(_ recording: Recording) { self.init(RunFacts(recording)) }

  init(_ run: RunFacts) {
    let experiments = run.sessions.compactMap(Experiment.init)
    self.experiments = experiments
    symptoms = experiments.filter { !$0.isHealthy }
    endedEarly = Set(experiments.filter(\.isCutShort).map(\.session))
    unanswered = Set(run.sessions.filter { run.unansweredClose($0) != nil }.map(\.info.number))
    silenced = Set(run.sessions.filter(\.endsUnheard).map(\.info.number))
    controlled = Set(run.sessions.filter(\.sendsControl).map(\.info.number))
    hasToldFailure = run.sessions.contains { session in
      session.stop == nil && !session.streamedWhole && (session.relayEnded?.value?.code).map { ![1000, 1001, 1005].contains($0) } ?? false
    }
    let left = symptoms.isEmpty ? [] : HypothesisTable.all.filter { $0.survives(experiments) }
    let ranked = left.enumerated().map { (place: $0, hypothesis: $1, surprisal: $1.surprisal(of: experiments)) }
    survivors = ranked.sorted { ($0.surprisal, $0.place) < ($1.surprisal, $1.place) }.map(\.hypothesis)
  }

  /// The findings of the rules, with what the comparison adds to them and takes from them.
  func settle(_ findings: [Finding]) -> [Finding] { settled(findings).map(withDoubts) }

  private func settled(_ findings: [Finding]) -> [Finding] {
    let weighed = weighed(findings)
    let cut = weighed.map(orCut)
    let open = zip(weighed, cut).filter { $0 != $1 }.map(\.1).filter { $0.severity == .error && !$0.provoked }
    // One way that is cut explains what several causes would have to.
    guard open.count > 1 else { return cut }
    return FindingMerger.merge(cut.filter { !open.contains($0) } + [brokenOff(open)])
  }

  private func weighed(_ findings: [Finding]) -> [Finding] {
    guard !symptoms.isEmpty else { return findings }
    let counted = findings.filter { !$0.provoked && $0.severity == .error }
    // What is proven stands by itself; what else there may be is weighed by its own rule.
    guard !counted.contains(where: { $0.certainty == .proven && !Self.isSymptom($0) }) else { return findings }
    let open = counted.filter { $0.certainty != .proven || Self.isSymptom($0) }
    // The comparison weighs what the rules suspect. It raises no alarm of its own: a service may mishear what a healthy relay passes on.
    // Nor does it speak of a cause that it has no row for.
    guard !open.isEmpty, open.allSatisfy({ HypothesisTable.hypothesis(of: $0.rule) != nil || Self.isSymptom($0) }) else { return findings }
    let rest = findings.filter { !open.contains($0) }
    guard !survivors.isEmpty else { return rest + (inOtherWays(open).map { [$0] } ?? besideAnother(open)) }
    // A rule may have measured more than the signs tell: a duration that one usual sample rate explains, say.
    if let measured = open.first(where: { $0.certainty == .inferred && survives($0.rule) }) {
      return rest + [measured] + open.filter { $0.certainty == .inferred && Self.isAsMuch($0, elsewhere: measured) }
    }
    let verdict = verdict(open).map(doubted)
    // It says at least as much as the rule's own lesser word.
    return rest.filter { lesser in !verdict.contains { $0.rule == lesser.rule && !lesser.provoked } } + verdict
  }

  /// True for what was measured of the same in other sessions: a loss in the middle of one is one at the end of another.
  private static func isAsMuch(_ finding: Finding, elsewhere measured: Finding) -> Bool {
    guard let own = Catalogue.rule(finding.rule)?.covers.first, let other = Catalogue.rule(measured.rule)?.covers.first else {
      return false
    }
    return own.duty == other.duty && own.manners == other.manners && finding.rule != measured.rule
      && Set(finding.evidence.map(\.session)).isDisjoint(with: measured.evidence.map(\.session))
  }

  private static func isSymptom(_ finding: Finding) -> Bool { Catalogue.rule(finding.rule)?.isSymptom == true }

  private func survives(_ rule: String) -> Bool { survivors.contains { $0.rule == rule } }

  /// Rules that suspect what survives are believed. A suspicion that the table refutes, with nothing better suspected, keeps its place beside what
  /// survives: the table may know less than the rule. A bare symptom gives way where few causes are left.
  private func verdict(_ open: [Finding]) -> [Finding] {
    let byCatalogue = open.sorted { Catalogue.order($0.rule) < Catalogue.order($1.rule) }
    let suspected = survivors.compactMap { survivor in byCatalogue.first { $0.rule == survivor.rule } }
    if let named = suspected.first { return [tied(named)] }
    // What a suspicion names beside itself counts where itself is refuted.
    let named = byCatalogue.filter { $0.certainty == .suspected }
    let others = named.flatMap(\.alternatives).filter { survives($0.rule) }
    if let other = survivors.first(where: { survivor in others.contains { $0.rule == survivor.rule } }) {
      return [beside(byElimination(other), named)]
    }
    let bare = byCatalogue.allSatisfy(Self.isSymptom)
    if bare, survivors.count <= 3 { return [byElimination(survivors[0])] }
    // Two that are suspected, and that fit side by side, are as good as another one that nobody suspects.
    return (pair(of: byCatalogue) ?? Array(byCatalogue.prefix(1))).map(tied)
  }

  /// What is left, and beside it the one suspicion that the table refutes, for it may know less than the rule.
  private func beside(_ finding: Finding, _ named: [Finding]) -> Finding {
    let causes = named.filter { !Self.isSymptom($0) }
    guard causes.count == 1, let own = causes.first, let hypothesis = HypothesisTable.hypothesis(of: own.rule),
      !finding.names(own.rule)
    else { return finding }
    var finding = finding
    finding.alternatives.append(Alternative(rule: own.rule, separateBy: seeServiceHop(hypothesis.onServiceHop)))
    finding.certainty = .suspected
    return finding
  }

  /// The first two that may be the causes side by side.
  private func pair(of open: [Finding]) -> [Finding]? { sideBySide(open, by: \.rule) }

  private func sideBySide<Named>(_ named: [Named], by rule: (Named) -> String) -> [Named]? {
    let known = named.compactMap { one in HypothesisTable.hypothesis(of: rule(one)).map { (one, $0) } }
    for (index, one) in known.enumerated() {
      if let other = known[(index + 1)...].first(where: { one.1.survives(beside: $0.1, experiments) }) { return [one.0, other.0] }
    }
    return nil
  }

  /// What one cause that is not known does in one session so and in another otherwise: something that is due does not come any more. That is so where
  /// neither any of those suspected nor two of them explain all sessions: then they are as many ways to see one thing. Nil elsewhere.
  private func inOtherWays(_ open: [Finding]) -> Finding? {
    let byCatalogue = open.sorted { Catalogue.order($0.rule) < Catalogue.order($1.rule) }
    let causes = byCatalogue.filter { !Self.isSymptom($0) }
    let sessions = causes.map { Set($0.evidence.map(\.session)) }
    guard causes.count > 1, causes.allSatisfy(Self.isOfWhatIsDue), sessions.reduce(0, { $0 + $1.count }) == Set(sessions.joined()).count,
      pair(of: byCatalogue) == nil, var finding = causes.first
    else { return nil }
    let others = byCatalogue.filter { $0.rule != finding.rule }
    finding.alternatives += others.map {
      Alternative(
        rule: $0.rule, separateBy: seeServiceHop(HypothesisTable.hypothesis(of: $0.rule)?.onServiceHop ?? "what the service says"))
    }
    for other in others.flatMap(\.alternatives) where !finding.names(other.rule) { finding.alternatives.append(other) }
    for other in others { finding.evidence += other.evidence.filter { !finding.evidence.contains($0) } }
    finding.certainty = .suspected
    return finding
  }

  /// Results, the end of the stream, or somebody's staying until then.
  private static func isOfWhatIsDue(_ finding: Finding) -> Bool {
    guard let subject = Catalogue.rule(finding.rule)?.covers.first else { return false }
    return subject.duty == .staying || [.results, .endOfStream].contains(subject.duty) && subject.manners == [.missing]
  }

  /// Where nothing explains all that was seen by itself: what is suspected, and what would have to be beside it.
  private func besideAnother(_ open: [Finding]) -> [Finding] {
    guard open.count == 1, let own = HypothesisTable.hypothesis(of: open[0].rule) else { return open }
    let partners = HypothesisTable.all.filter { $0.rule != own.rule && own.survives(beside: $0, experiments) }
    guard (1...Self.fewPartners).contains(partners.count) else { return open }
    var finding = open[0]
    finding.summary += sentence(
      " By itself that does not explain all that the sessions show: ", partners.map(\.cause).joined(separator: ", or "),
      " would have to come with it.")
    return [finding]
  }

  /// More than these say nothing.
  private static let fewPartners = 3

  /// The finding with everything else that survives beside it.
  private func tied(_ finding: Finding) -> Finding {
    let named = finding.alternatives
    var finding = finding
    let own = survivors.first { $0.rule == finding.rule }
    // What the rule itself names beside it, and the table knows nothing of, stands as it did; another party's doing under its own name too.
    let unweighed = finding.alternatives.filter {
      HypothesisTable.hypothesis(of: $0.rule) == nil || $0.rule == finding.rule || isRefutedByOneSign($0.rule)
    }
    finding.alternatives = survivors.filter { $0.rule != finding.rule }.map { other in
      Alternative(rule: other.rule, separateBy: own.map { separation($0, other) } ?? seeServiceHop(other.onServiceHop))
    }
    finding.alternatives += unweighed.filter { other in !finding.alternatives.contains { $0.rule == other.rule } }
    // What a client gets may be what the service sent: no comparison of sessions tells that from the relay's doing.
    if Catalogue.rule(finding.rule)?.group == .results, finding.party == .relay, !finding.names(Alternative.byTheService.rule) {
      finding.alternatives.append(.byTheService)
    }
    // Alone it explains all; two of those that the rule names beside it may do so as well.
    if finding.alternatives.isEmpty { finding.alternatives = sideBySide(named, by: \.rule) ?? [] }
    finding.certainty = finding.alternatives.isEmpty ? .inferred : .suspected
    return finding
  }

  /// True where one sign of one session is all that speaks against a cause: when it happened may be all that no playing showed.
  private func isRefutedByOneSign(_ rule: String) -> Bool {
    guard let hypothesis = HypothesisTable.hypothesis(of: rule) else { return false }
    return experiments.reduce(0) { $0 + hypothesis.surprises($1).count } == 1
  }

  /// What is left of the causes known, though no rule has seen anything of it: there may be others than those known.
  private func byElimination(_ hypothesis: Hypothesis) -> Finding {
    var finding = tied(written(hypothesis))
    guard finding.alternatives.isEmpty else { return finding }
    finding.certainty = .suspected
    finding.alternatives = [Alternative(rule: "unexplained", separateBy: seeServiceHop(hypothesis.onServiceHop))]
    return finding
  }

  /// The finding of a hypothesis whose rule says nothing from the client hop.
  private func written(_ hypothesis: Hypothesis) -> Finding {
    let rule = Catalogue.rule(hypothesis.rule)
    return Finding(
      rule: hypothesis.rule, certainty: .suspected, severity: rule?.severity == .error ? .error : .warning, party: hypothesis.party,
      cause: hypothesis.cause,
      summary: sentence(
        "Of the causes known, what the sessions of this run show fits this one: ", rule?.title ?? hypothesis.cause, "."),
      remedy: rule?.remedy ?? "", evidence: symptoms.map(evidence))
  }

  private func evidence(_ experiment: Experiment) -> Evidence {
    return Evidence(
      session: experiment.session, events: experiment.events,
      text: "\(experiment.scenario): \(list(experiment.symptoms.map(\.rawValue).sorted()))")
  }

  private func separation(_ a: Hypothesis, _ b: Hypothesis) -> Separation {
    // Where nothing begins, no other scenario would show more.
    guard !symptoms.allSatisfy({ $0.signs.contains(.endsAtTheStart) }) else { return seeServiceHop(b.onServiceHop) }
    let played = Set(experiments.map(\.scenario))
    let left = KnownExperiment.all.filter { !played.contains($0.scenario) }
    let next = left.first { a.parts(from: b, under: $0.traits) } ?? left.first { mayPart(a, b, under: $0.traits) }
    guard let next else { return seeServiceHop(b.onServiceHop) }
    return .play(scenario: next.scenario, tries: next.tries)
  }

  /// The scenario, not yet played, that parts most pairs of what is left; nil where nothing is left to part, or none would.
  /// - Parameter rules: Those in question; nil: whatever survives.
  package func nextScenario(among allowed: Set<String>, for rules: Set<String>? = nil) -> String? {
    let left = rules.map { rules in HypothesisTable.all.filter { rules.contains($0.rule) && $0.survives(experiments) } } ?? survivors
    let played = Set(experiments.map(\.scenario))
    let candidates = KnownExperiment.all.filter { allowed.contains($0.scenario) && !played.contains($0.scenario) }
    let ranked = candidates.map { (scenario: $0.scenario, worth: worth(of: $0.traits, for: left)) }
    // Of equals the one that comes first in the table.
    return ranked.reduce(nil as (scenario: String, worth: Int)?) { best, next in
      next.worth > (best?.worth ?? 0) ? next : best
    }?.scenario
  }

  /// A pair that is sure to be parted counts for more than any number of those that may be.
  private func worth(of traits: Set<Trait>, for left: [Hypothesis]) -> Int {
    left.indices.reduce(0) { sum, index in
      left[(index + 1)...].reduce(sum) { sum, other in
        if left[index].parts(from: other, under: traits) { return sum + 1000 }
        return mayPart(left[index], other, under: traits) ? sum + 1 : sum
      }
    }
  }

  /// True where one of the two may show what the other can't, and what no session so far could have shown.
  private func mayPart(_ a: Hypothesis, _ b: Hypothesis, under traits: Set<Trait>) -> Bool {
    let seen = experiments.reduce(into: Set<Sign>()) { $0.formUnion(a.differences(from: b, under: $1.traits)) }
    return !a.differences(from: b, under: traits).isSubset(of: seen)
  }
}
