/// The events of a recording session by session, without a copy of them: a long recording is held once.
package struct EventsBySession: Sendable {
  /// The events of one session, in the order of the recording.
  package struct Own: RandomAccessCollection, Sendable {
    fileprivate let events: Series<Event>
    /// Places in `events`; nil where all are this session's.
    fileprivate let places: [Int32]?

    package var startIndex: Int { 0 }
    package var endIndex: Int { places?.count ?? events.count }
    package subscript(index: Int) -> Event { events[places.map { Int($0[index]) } ?? index] }

    /// As a series: no copy where all events are this session's.
    package var series: Series<Event> { places == nil ? events : Series(self) }
  }

  private let events: Series<Event>
  private var places: [Int: [Int32]] = [:]
  /// The session that has all of them.
  private let only: Int?

  package init(_ events: Series<Event>) {
    self.events = events
    only = events.first.flatMap { first in events.allSatisfy { $0.session == first.session } ? first.session : nil }
    guard only == nil else { return }
    for (place, event) in events.enumerated() { places[event.session, default: []].append(Int32(truncatingIfNeeded: place)) }
  }

  package func of(_ session: Int) -> Own { Own(events: events, places: session == only ? nil : places[session] ?? []) }
}
