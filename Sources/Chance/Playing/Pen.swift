internal import Timeline

/// Writes into the journal for one operator in one session.
package struct Pen: Sendable {
  let journal: Journal
  let session: Int
  let place: Int
  let party: Party

  func note(_ what: String, on link: Link?, at now: Nanoseconds) {
    journal.note(Change(session: session, at: now, link: link, party: party, what: what), by: place)
  }
}
