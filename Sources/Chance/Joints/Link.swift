internal import Lab
internal import Machines
internal import Timeline

/// One direction of one hop: where something goes from one party to the next.
package enum Link: String, Sendable, CaseIterable {
  case clientToRelay = "client→relay"
  case relayToService = "relay→service"
  case serviceToRelay = "service→relay"
  case relayToClient = "relay→client"

  /// The same in letters that every keyboard has.
  package var slug: String {
    switch self {
    case .clientToRelay: "client-relay"
    case .relayToService: "relay-service"
    case .serviceToRelay: "service-relay"
    case .relayToClient: "relay-client"
    }
  }

  /// Where the link touches a party: the leg of its machine, and whether things leave there or come in; nil where it does not.
  func joint(of party: Party) -> Joint? {
    switch (self, party) {
    case (.clientToRelay, .client): Joint(leg: .dialled, direction: .out)
    case (.clientToRelay, .relay): Joint(leg: .accepted, direction: .in)
    case (.relayToService, .relay): Joint(leg: .dialled, direction: .out)
    case (.relayToService, .service): Joint(leg: .accepted, direction: .in)
    case (.serviceToRelay, .service): Joint(leg: .accepted, direction: .out)
    case (.serviceToRelay, .relay): Joint(leg: .dialled, direction: .in)
    case (.relayToClient, .relay): Joint(leg: .accepted, direction: .out)
    case (.relayToClient, .client): Joint(leg: .dialled, direction: .in)
    default: nil
    }
  }
}

/// One end of a link, as the machine there sees it.
struct Joint: Sendable, Equatable {
  enum Direction: Sendable { case `in`, out }

  let leg: Leg
  let direction: Direction
}
