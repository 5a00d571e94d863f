package import Timeline

/// A cause, and what a client would see in every experiment if it were the only one: what the lab saw of it.
package struct Hypothesis: Sendable {
  package let rule: String
  let words: HypothesisWords
  package var party: Party { words.party }
  package var cause: String { words.cause }
  package var onServiceHop: String { words.onServiceHop }

  /// What the lab saw of it under these traits.
  package func seen(under traits: Set<Trait>) -> Set<Sign> { SignTable.recorded.signs(of: rule, under: traits) }

  /// True where every experiment may be as it is because of this alone.
  func survives(_ experiments: [Experiment]) -> Bool {
    guard words.subject.map({ subject in experiments.contains { $0.traits.contains(subject) } }) ?? true else { return false }
    return experiments.allSatisfy { surprises($0).isEmpty }
  }

  /// The signs of an experiment that no playing of it showed.
  package func surprises(_ experiment: Experiment) -> Set<Sign> {
    experiment.signs.subtracting(seen(under: experiment.traits))
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
