internal import Audio
package import Timeline

/// A cause, and what a client would see in every experiment because of it: what the lab saw of it.
package struct Hypothesis: Sendable {
  package let rule: String
  let words: HypothesisWords
  package var party: Party { words.party }
  package var cause: String { words.cause }
  package var onServiceHop: String { words.onServiceHop }

  /// What the lab saw of it under these traits.
  package func seen(under traits: Set<Trait>) -> Set<Sign> { SignTable.recorded.signs(of: [rule], under: traits) }

  /// The same where the experiment took place.
  private func seen(in experiment: Experiment) -> Set<Sign> {
    SignTable.recorded.signs(of: [rule], under: experiment.traits, in: experiment.setting)
  }

  /// True where every experiment may be as it is because of this alone.
  func survives(_ experiments: [Experiment]) -> Bool {
    mayHold(experiments) && experiments.allSatisfy { $0.signs.isSubset(of: seen(in: $0)) }
  }

  /// True where every experiment may be as it is because of both.
  func survives(beside other: Hypothesis, _ experiments: [Experiment]) -> Bool {
    guard mayHold(experiments), other.mayHold(experiments) else { return false }
    return experiments.allSatisfy {
      $0.signs.isSubset(of: SignTable.recorded.signs(of: [rule, other.rule], under: $0.traits, in: $0.setting))
    }
  }

  /// How well it fits: the bits of surprise that are left in what was seen, where every sign that it shows on an axis is as likely as any other. A
  /// cause that shows but one thing, and that was seen, fits better than one that may show anything.
  func surprisal(of experiments: [Experiment]) -> Double {
    let bits = experiments.reduce(0) { sum, experiment in
      let shown = Dictionary(grouping: seen(in: experiment), by: \.axis)
      return experiment.signs.reduce(sum) { $0 + Mathematics.log2(Double(shown[$1.axis]?.count ?? 1)) }
    }
    // Sums in another order differ in their last digits.
    return (bits * 1e6).rounded()
  }

  /// True where what it speaks of was tried.
  private func mayHold(_ experiments: [Experiment]) -> Bool {
    words.subject.map { subject in experiments.contains { $0.traits.contains(subject) } } ?? true
  }

  /// The signs of an experiment that no playing of it showed.
  package func surprises(_ experiment: Experiment) -> Set<Sign> {
    experiment.signs.subtracting(seen(in: experiment))
  }

  /// Signs that one of the two showed and the other did not.
  func differences(from other: Hypothesis, under traits: Set<Trait>) -> Set<Sign> {
    seen(under: traits).symmetricDifference(other.seen(under: traits))
  }

  /// True where the two can't both be right about an experiment: both show something on an axis, and have no sign in common there.
  package func parts(from other: Hypothesis, under traits: Set<Trait>) -> Bool {
    let own = seen(under: traits)
    let others = other.seen(under: traits)
    return Sign.Axis.allCases.contains { axis in
      let here = own.filter { $0.axis == axis }
      let there = others.filter { $0.axis == axis }
      return !here.isEmpty && !there.isEmpty && here.isDisjoint(with: there)
    }
  }
}
