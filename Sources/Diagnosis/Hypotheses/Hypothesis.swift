/// One cause or two, held to be all that is wrong.
package struct Hypothesis: Sendable {
  package let suspects: [Suspect]
  private let recorded: RecordedSigns
  /// Of two causes: signs of either at will, and not only what was seen where both were played.
  private let isWide: Bool

  package init(_ suspects: Suspect..., recorded: RecordedSigns = .builtIn, isWide: Bool = false) {
    self.suspects = suspects
    self.recorded = recorded
    self.isWide = isWide
  }

  package var rules: [String] { suspects.map(\.rule) }

  /// True where every experiment may be as it is because of these alone.
  func survives(_ experiments: [Experiment]) -> Bool {
    suspects.allSatisfy { $0.isConceivable(in: experiments) } && experiments.allSatisfy { surprises($0).isEmpty }
  }

  /// The signs of an experiment that no playing of it shows.
  package func surprises(_ experiment: Experiment) -> SignSet {
    guard let place = recorded.place(of: experiment.traits) else { return SignSet() }
    let seen = SignSet(experiment.signs)
    let active = active(under: experiment.traits)
    guard let showing = showing(of: active, under: place) else { return SignSet() }
    let strange = showing.surprises(seen)
    let byHand = Self.byHand(active)
    guard !strange.isEmpty, !byHand.isEmpty else { return strange }
    // What is written by hand may come with anything; where it says nothing, all is as with a healthy relay.
    let healthy = seen.signs.filter { sign in
      byHand.on(sign.axis).isEmpty && HealthyRelay.predicted(sign.axis, under: experiment.traits)?.contains(sign) ?? true
    }
    return seen.subtracting(showing.signs).subtracting(byHand).subtracting(SignSet(healthy))
  }

  private func active(under traits: Set<Trait>) -> [Suspect] { suspects.filter { $0.needs.map(traits.contains) ?? true } }

  /// What is written by hand of these. Where one of two gets no answer, the other changes nothing in that.
  private static func byHand(_ active: [Suspect]) -> SignSet {
    let all = active.reduce(into: SignSet()) { $0.formUnion($1.byHand) }
    let answers = active.map { $0.byHand.on(.answer) }.filter { !$0.isEmpty }
    guard let first = answers.first else { return all }
    return all.subtracting(all.on(.answer)).union(answers.dropFirst().reduce(first) { $0.intersection($1) })
  }

  /// What they show under these traits, as far as that was recorded; nil where anything may be seen.
  private func showing(of active: [Suspect], under place: Int) -> Showing? {
    let played = active.filter { recorded.alone[$0.rule] != nil }
    switch played.count {
    case 0: return active.allSatisfy(\.byHand.isEmpty) && !active.isEmpty ? nil : recorded.healthy(under: place)
    case 1: return recorded.showing(of: played[0].rule, under: place)
    default:
      let pair = CausePair(played[0].rule, played[1].rule)
      return isWide ? recorded.conceivable(of: pair, under: place) : recorded.showing(of: pair, under: place)
    }
  }

  /// The signs that may be seen on an axis under these traits; nil where anything may.
  package func predicted(_ axis: Sign.Axis, under traits: Set<Trait>) -> SignSet? {
    guard let place = recorded.place(of: traits) else { return nil }
    let active = active(under: traits)
    guard let showing = showing(of: active, under: place) else { return nil }
    let signs = showing.signs.union(Self.byHand(active)).on(axis)
    return signs.isEmpty ? nil : signs
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
      return own.intersection(others).isEmpty
    }
  }
}
