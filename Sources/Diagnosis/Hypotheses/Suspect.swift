package import Timeline

/// A cause that a client's own frames do not prove, with what is said of it where it is weighed.
package struct Suspect: Sendable {
  package let rule: String
  package let party: Party
  /// The cause in a few words, as in a headline.
  package let cause: String
  /// What to look at on the service hop to be sure, as in `whether audio arrives there`.
  package let onServiceHop: String
  /// What must have been tried for this to be the name of it: a declaration that does not fit a container has a rule of its own. nil: nothing.
  let subject: Trait?
  /// The only sessions in which it does anything: in others all is as without it. nil: all.
  let needs: Trait?
  /// Signs that it may show besides those that the lab can play, whatever is tried.
  let byHand: SignSet

  init(
    _ rule: String, _ cause: String, party: Party = .relay, seenBy onServiceHop: String, of subject: Trait? = nil, needs: Trait? = nil,
    byHand: Set<Sign> = []
  ) {
    self.rule = rule
    self.party = party
    self.cause = cause
    self.onServiceHop = onServiceHop
    self.subject = subject
    self.needs = needs
    self.byHand = SignSet(byHand)
  }

  /// True where there is something that the lab can't play of it.
  package var isWrittenByHand: Bool { !byHand.isEmpty }

  /// True where something was tried in which it would show.
  func isConceivable(in experiments: [Experiment]) -> Bool {
    [subject, needs].compactMap(\.self).allSatisfy { trait in experiments.contains { $0.traits.contains(trait) } }
  }
}
