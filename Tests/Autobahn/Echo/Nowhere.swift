import Machines
import Timeline

/// A recording that nobody keeps: with it a connection has limits, and its rules are insisted on.
struct Nowhere: EventSink {
  func record(_ event: Event) {}

  /// - Parameter observer: Which side of the connection we are.
  static func observation(_ observer: Party) -> Observation {
    // The suite sends more, in more pieces, than anybody else.
    var limits = Limits()
    limits.takesViolations = false
    limits.fragments = 1_000_000
    limits.messageRate = 1_000_000
    limits.bytes = 4 << 30
    limits.memory = 1 << 40
    return Observation(session: 1, hop: .client, connection: 1, observer: observer, sink: Nowhere(), limits: limits)
  }
}
