package import Timeline

/// A time with the hop where it was measured.
///
/// Two sockets are stamped by two event loops, and messages travel: what happened on both hops at about the same time has no order that anybody
/// can know. Rules and books compare moments, never bare times of different hops.
package struct Moment: Sendable, Equatable {
  package var hop: Hop
  package var at: Nanoseconds
  package var event: Int64

  package init(hop: Hop, at: Nanoseconds, event: Int64) {
    self.hop = hop
    self.at = at
    self.event = event
  }

  init<Value>(_ located: Located<Value>, on hop: Hop) {
    self.init(hop: hop, at: located.at, event: located.event)
  }

  /// What two event loops may be apart by when they stamp what happens at once.
  package static let uncertainty = Nanoseconds.milliseconds(20)

  /// Which came first: by the order of events on one hop, by the time across hops; nil where the two are nearer than messages travel.
  package func isBefore(_ other: Moment, travel: Nanoseconds) -> Bool? {
    if hop == other.hop { return event != other.event ? event < other.event : nil }
    let apart = other.at - at
    return abs(apart) > Self.uncertainty + travel ? apart > 0 : nil
  }
}
