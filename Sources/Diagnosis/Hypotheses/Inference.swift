package import Timeline

/// What the sessions of a run, compared, say of the causes that no single session proves.
///
/// Only for runs whose service hop nobody saw. The sessions are experiments; each hypothesis, one cause or two, predicts what each of them
/// shows; the verdict is what survives. One survivor is inferred; several are a tie, which names the scenario or the switch that separates
/// them.
package struct Inference: Sendable {
  package let experiments: [Experiment]
  /// Causes that every experiment allows, each as the only one; one of each rule, in the table's order.
  package let survivors: [Suspect]
  /// Two causes at once that every experiment allows, and neither of them alone; in the table's order.
  package let pairs: [Hypothesis]
  /// Experiments that no healthy relay shows.
  package let symptoms: [Experiment]

  package init(_ recording: Recording) { self.init(RunFacts(recording)) }

  init(_ run: RunFacts) { self.init(run.sessions.compactMap(Experiment.init)) }

  /// - Parameter recorded: What the lab showed of each cause.
  package init(_ experiments: [Experiment], recorded: RecordedSigns = .builtIn) {
    self.experiments = experiments
    symptoms = experiments.filter { !$0.isHealthy }
    guard !symptoms.isEmpty else {
      survivors = []
      self.pairs = []
      return
    }
    let survivors = HypothesisTable.all.filter { Hypothesis($0, recorded: recorded).survives(experiments) }
    self.survivors = survivors
    let fallen = HypothesisTable.all.filter { suspect in !survivors.contains { $0.rule == suspect.rule } }
    func pairs(isWide: Bool) -> [Hypothesis] {
      fallen.indices.flatMap { first in
        fallen[(first + 1)...].map { Hypothesis(fallen[first], $0, recorded: recorded, isWide: isWide) }.filter { $0.survives(experiments) }
      }
    }
    let played = pairs(isWide: false)
    // A relay may have habits that no pair was played on: where nothing else is left, what is conceivable counts.
    self.pairs = played.isEmpty && survivors.isEmpty ? pairs(isWide: true) : played
  }

  /// Rules of the pairs, those first that are in most of them.
  var partners: [Suspect] {
    let counts = pairs.flatMap(\.rules).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return HypothesisTable.all.enumerated().filter { counts[$0.element.rule] != nil }
      .sorted { (-(counts[$0.element.rule] ?? 0), $0.offset) < (-(counts[$1.element.rule] ?? 0), $1.offset) }.map(\.element)
  }

  /// The scenario, not yet played, that parts most pairs of what is left; nil where nothing is left to part, or none would.
  /// - Parameter rules: Those in question; nil: whatever survives.
  package func nextScenario(among allowed: Set<String>, for rules: Set<String>? = nil) -> String? {
    let left = (survivors.isEmpty ? partners : survivors).filter { rules?.contains($0.rule) ?? true }.map { Hypothesis($0) }
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
  func mayPart(_ a: Hypothesis, _ b: Hypothesis, under traits: Set<Trait>) -> Bool {
    let seen = experiments.reduce(into: Set<Sign>()) { $0.formUnion(a.differences(from: b, under: $1.traits)) }
    return !a.differences(from: b, under: traits).isSubset(of: seen)
  }
}
