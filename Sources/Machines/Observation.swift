package import Timeline

/// Where a driver writes what it sees on one connection. A leg without an observation is not recorded: the relay under
/// test never is, only its two neighbours are.
package struct Observation: Sendable {
  package var session: Int
  package var hop: Hop
  /// The connection's number within the run.
  package var connection: Int
  /// Which side of the hop we are.
  package var observer: Party
  package var sink: any EventSink
  /// What the other side may send.
  package var limits: Limits

  package init(session: Int, hop: Hop, connection: Int, observer: Party, sink: any EventSink, limits: Limits = Limits()) {
    self.session = session
    self.hop = hop
    self.connection = connection
    self.observer = observer
    self.sink = sink
    self.limits = limits
  }

  /// The other side of the hop.
  package var peer: Party { observer == hop.dialler ? hop.acceptor : hop.dialler }

  package func record(_ kind: Event.Kind, at now: Nanoseconds) {
    sink.record(Event(session: session, hop: hop, connection: connection, at: now, kind))
  }
}
