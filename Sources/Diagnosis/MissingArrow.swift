package import Timeline

/// What should have come and did not, so that a drawing can show it where it was due.
package struct MissingArrow: Sendable, Equatable {
  package enum What: String, Sendable {
    case stop
    case closeStream = "CloseStream"
    case results = "Results"
    case lastFinal = "last final"
    case close = "Close"
  }

  /// What can be looked for on a hop.
  package enum Sight: Sendable {
    case audio, control, result, metadata, close, end
  }

  /// A thing that was seen, beside which the arrow stands.
  package struct Anchor: Sendable, Equatable {
    package var sights: Set<Sight>
    /// Nil: either.
    package var hop: Hop?
    /// The first one that the finding names; else the last of all.
    package var isNamed: Bool

    static func named(_ sights: Set<Sight>, _ hop: Hop?) -> Anchor { Anchor(sights: sights, hop: hop, isNamed: true) }
    static func last(_ sight: Sight, _ hop: Hop) -> Anchor { Anchor(sights: [sight], hop: hop, isNamed: false) }
  }

  package var what: What
  package var hop: Hop
  /// The first that is there counts; nothing is drawn where none is.
  package var anchors: [Anchor]
  /// Right before the anchor, in place of right behind it.
  package var isBefore = false
  /// Where this is there, it shows by itself what was broken off.
  package var shownBy: Anchor?

  package var label: String { "\(what.rawValue) expected here" }
}
