package import Machines
package import Timeline

/// The three parties of one session in the simulated network.
package struct SimulatedSession {
  /// A relay and a service for the second connection of a client, the third, and so on.
  package typealias Another = @Sendable (_ connection: Int) -> (relay: (any Machine)?, service: (any Machine)?)
  /// A service for another connection of a relay that dials again, the second, the third, and so on.
  package typealias AnotherService = @Sendable (_ connection: Int) -> (any Machine)?

  /// As in the recording, from 1.
  package var number: Int
  /// Dials of its own accord: gets `started`.
  package var client: any Machine
  /// nil: nobody listens there, and connections are refused.
  package var relay: (any Machine)?
  package var service: (any Machine)?
  package var startsAt: Nanoseconds
  /// What becomes of the client's attempts to reach the relay.
  package var reach: Reach
  /// Relay and service for each further connection of the client; nil: the first, which will have gone.
  package var another: Another?
  /// nil: a relay that dials again finds the first, which will have gone.
  package var anotherService: AnotherService?

  package init(
    number: Int, client: any Machine, relay: (any Machine)?, service: (any Machine)?, startsAt: Nanoseconds = 0,
    reach: Reach = .open, another: Another? = nil, anotherService: AnotherService? = nil
  ) {
    self.anotherService = anotherService
    self.number = number
    self.client = client
    self.relay = relay
    self.service = service
    self.startsAt = startsAt
    self.reach = reach
    self.another = another
  }
}

/// How a simulation ended.
package struct SimulationOutcome: Sendable, Equatable {
  /// When each session's client had finished, by session number.
  package var clientFinished: [Int: Nanoseconds] = [:]
  /// When the last thing happened.
  package var endedAt: Nanoseconds = 0
  /// Occurrences handed to machines.
  package var steps: Int = 0
  /// nil: every machine that began has finished.
  package var error: SimulationError?

  package init() {}
}

/// Why a simulation was given up.
package enum SimulationError: Error, Sendable, Equatable {
  /// Something was still going on at the limit of virtual time; who had not finished.
  case timeLimit(Nanoseconds, unfinished: [String])
  /// So many occurrences, and no end: two machines that answer each other without time going by.
  case stepLimit(Int, unfinished: [String])
  /// Nothing more can happen, and these wait for ever.
  case stuck(unfinished: [String])
}
