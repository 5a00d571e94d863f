/// What is known of one run besides its events.
package struct RunInfo: Sendable, Equatable, Codable {
  /// What the tool could see between relay and service.
  package enum ServiceHop: String, Sendable, Codable {
    /// Nothing: a deployed relay, seen from its client only.
    case unseen
    /// The relay talks to our simulated service.
    case simulated
    /// The relay talks to a real service through us.
    case tapped
    /// There is no relay: the client talks to the service itself, and its connection is the service's own.
    case direct

    /// Whether the recording holds connections between relay and service.
    package var isRecorded: Bool { self == .simulated || self == .tapped }
  }

  /// Where its sessions come from.
  package enum Origin: String, Sendable, Codable {
    /// Scenarios that we played.
    case played
    /// Sessions of others, seen by a tap.
    case tapped
    /// Sessions of others, read from another program's file.
    case imported
    /// The bytes of a recording, sent again.
    case replayed

    /// Whether a scenario of ours says what its clients do.
    package var isScripted: Bool { self == .played }
  }

  package var id: String
  /// ISO 8601 in UTC, milliseconds.
  package var startedAt: String
  /// Who is at the other end of the client's connection.
  package var clientsPeer: Party { serviceHop == .direct ? .service : .relay }
  /// Nanoseconds since the Unix epoch when `at == 0`; turns `Event.at` into wall time.
  package var startedAtUnixNanoseconds: Int64
  package var toolVersion: String
  /// The relay's URL, redacted; `built-in` for the reference relay.
  package var relay: String
  package var suite: String?
  package var serviceHop: ServiceHop
  package var seed: UInt64
  /// The command to run again, redacted.
  package var command: String
  package var interrupted: Bool
  /// False while the run is going on: a file left by a killed process keeps it so.
  package var finished: Bool
  package var origin = Origin.played
  /// What its source does not record: of that nothing is known, which is not to say that it was not there.
  package var unrecorded: Set<Unrecorded> = []

  package init(
    id: String, startedAt: String, startedAtUnixNanoseconds: Int64, toolVersion: String, relay: String,
    suite: String? = nil, serviceHop: ServiceHop, seed: UInt64 = 0, command: String = "", interrupted: Bool = false,
    finished: Bool = false
  ) {
    self.id = id
    self.startedAt = startedAt
    self.startedAtUnixNanoseconds = startedAtUnixNanoseconds
    self.toolVersion = toolVersion
    self.relay = relay
    self.suite = suite
    self.serviceHop = serviceHop
    self.seed = seed
    self.command = command
    self.interrupted = interrupted
    self.finished = finished
  }
}
