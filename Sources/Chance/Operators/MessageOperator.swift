package import Timeline

/// Does something to the messages of one class on one link, at one of its ends.
package struct MessageOperator: Sendable, Hashable {
  package var verb: Verb
  package var subject: MessageClass
  package var link: Link
  package var party: Party
  package var stretch = Stretch.whole
  package var rhythm = Rhythm.each
  /// Chooses among ways to do the same.
  package var variant = 0
  /// How much, from 0 to below 1.
  package var amount = 0.5

  /// Without the draws: `relay/relay-client/final/drop`.
  package var name: String { "\(party.rawValue)/\(link.slug)/\(subject.rawValue)/\(verb.rawValue)" }

  /// With them.
  package var text: String { "\(name): \(rhythm.text), \(stretch.text), variant \(variant), amount \(Int(amount * 100)) %" }
}
