package import Timeline

/// A cause, and what a client would see in every experiment if it were the only one.
///
/// Where no prediction speaks of an axis, the session looks there as with a healthy relay.
package struct Hypothesis: Sendable {
  /// Signs that may be seen under these traits; the last prediction that speaks of an axis counts.
  package struct Prediction: Sendable {
    package var when: Set<Trait>
    package var shows: [Sign.Axis: Set<Sign>]

    /// - Parameter signs: Of one axis or several: any of an axis' signs may be seen.
    static func when(_ traits: Trait..., shows signs: Set<Sign>) -> Prediction {
      Prediction(when: Set(traits), shows: Dictionary(grouping: signs, by: \.axis).mapValues { Set($0) })
    }

    /// In every experiment.
    static func always(_ signs: Set<Sign>) -> Prediction {
      Prediction(when: [], shows: Dictionary(grouping: signs, by: \.axis).mapValues { Set($0) })
    }
  }

  package let rule: String
  package let party: Party
  /// The cause in a few words, as in a headline.
  package let cause: String
  /// What to look at on the service hop to be sure, as in `whether audio arrives there`.
  package let onServiceHop: String
  /// What must have been tried for this to be the name of it: a declaration that does not fit a container has a rule of its own. nil: nothing.
  let subject: Trait?
  let predictions: [Prediction]

  init(
    _ rule: String, _ cause: String, party: Party = .relay, seenBy onServiceHop: String, of subject: Trait? = nil,
    _ predictions: [Prediction]
  ) {
    self.rule = rule
    self.party = party
    self.cause = cause
    self.onServiceHop = onServiceHop
    self.subject = subject
    self.predictions = predictions
  }

  /// The signs that may be seen on an axis under these traits; nil where anything may.
  package func predicted(_ axis: Sign.Axis, under traits: Set<Trait>) -> Set<Sign>? {
    let healthy = HealthyRelay.predicted(axis, under: traits)
    guard var own = predictions.last(where: { $0.shows[axis] != nil && $0.when.isSubset(of: traits) })?.shows[axis] else { return healthy }
    // A relay that has this cause may leave out silence besides.
    if !own.isDisjoint(with: [.durationRight, .durationShort]) { own.insert(.durationWithoutSilence) }
    // Where the client itself leaves early, never says stop or has nothing to say, whatever a healthy relay shows, a broken one may show too.
    guard !traits.isDisjoint(with: [.leaves, .noStop, .noSpeech]) else { return own }
    return healthy.map(own.union)
  }

  /// True where every experiment may be as it is because of this alone.
  func survives(_ experiments: [Experiment]) -> Bool {
    guard subject.map({ subject in experiments.contains { $0.traits.contains(subject) } }) ?? true else { return false }
    return experiments.allSatisfy { surprises($0).isEmpty }
  }

  /// The signs of an experiment that it does not predict.
  package func surprises(_ experiment: Experiment) -> Set<Sign> {
    experiment.signs.filter { sign in
      predicted(sign.axis, under: experiment.traits).map { !$0.contains(sign) } ?? false
    }
  }

  /// Signs that one of the two predicts and the other excludes.
  func differences(from other: Hypothesis, under traits: Set<Trait>) -> Set<Sign> {
    Set(
      Sign.allCases.filter { sign in
        func allows(_ hypothesis: Hypothesis) -> Bool { hypothesis.predicted(sign.axis, under: traits)?.contains(sign) ?? true }
        return allows(self) != allows(other)
      })
  }

  /// True where the two can't both be right about an experiment: on some axis they have no sign in common.
  package func parts(from other: Hypothesis, under traits: Set<Trait>) -> Bool {
    Sign.Axis.allCases.contains { axis in
      guard let own = predicted(axis, under: traits), let others = other.predicted(axis, under: traits) else { return false }
      return own.isDisjoint(with: others)
    }
  }
}
