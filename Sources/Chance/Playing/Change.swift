package import Timeline

/// One thing that an operator did: a message or an act changed, when, where and by whom.
package struct Change: Sendable, Hashable {
  package var session: Int
  package var at: Nanoseconds
  /// nil: the act was not on one link.
  package var link: Link?
  package var party: Party
  /// `dropped a final`.
  package var what: String

  package init(session: Int, at: Nanoseconds, link: Link?, party: Party, what: String) {
    self.session = session
    self.at = at
    self.link = link
    self.party = party
    self.what = what
  }
}
