package import Timeline

/// How a cause is spoken of where the comparison of sessions weighs it.
package struct HypothesisWords: Sendable {
  /// The cause in a few words, as in a headline.
  package let cause: String
  package let party: Party
  /// What to look at on the service hop to be sure, as in `whether audio arrives there`.
  package let onServiceHop: String
  /// What must have been tried for this to be the name of it: a declaration that does not fit a container has a rule of its own. nil: nothing.
  let subject: Trait?

  init(_ cause: String, party: Party = .relay, seenBy onServiceHop: String, of subject: Trait? = nil) {
    self.cause = cause
    self.party = party
    self.onServiceHop = onServiceHop
    self.subject = subject
  }
}
