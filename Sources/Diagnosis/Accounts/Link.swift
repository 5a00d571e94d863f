package import Timeline

/// One direction of one hop.
package enum Link: String, Sendable, CaseIterable {
  case clientToRelay = "client → relay"
  case relayToService = "relay → service"
  case serviceToRelay = "service → relay"
  case relayToClient = "relay → client"

  package var hop: Hop {
    switch self {
    case .clientToRelay, .relayToClient: .client
    case .relayToService, .serviceToRelay: .service
    }
  }

  /// Who puts things on it.
  package var sender: Party {
    switch self {
    case .clientToRelay: .client
    case .relayToService, .relayToClient: .relay
    case .serviceToRelay: .service
    }
  }
}
