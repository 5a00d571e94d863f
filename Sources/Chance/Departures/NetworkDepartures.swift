internal import Lab
internal import Machines
internal import Timeline

/// What may go wrong on the way; its stages stand before the relay, which is recorded nowhere.
enum NetworkDepartures {
  static let all: [Departure] = [
    Departure("resets-client-hop", .network, ["unexpected-close"]) { draw, pen in
      AtTime(draw.at, pen, "reset the client hop", on: .relayToClient, [.end(.accepted, .reset)])
    },
    Departure("resets-service-hop", .network, ["unexpected-close"], answerable: [.service]) { draw, pen in
      AtTime(draw.at, pen, "reset the service hop", on: .relayToService, [.end(.dialled, .reset)])
    },
    Departure(
      "cuts-client-hop", .network, ["unexpected-close", "no-final", "no-messages"], answerable: [.relay],
      stage: noting("cut the client hop", .relayToClient)
    )
    .with { $0.network = { draw, network in network.clientLink.cutAfter = draw.at } },
    Departure(
      "cuts-service-hop", .network, ["unexpected-close", "no-final", "no-messages"], answerable: [.service],
      stage: noting("cut the service hop", .relayToService)
    )
    .with { $0.network = { draw, network in network.serviceLink.cutAfter = draw.at } },
    Departure(
      "slows-client-hop", .network, ["results-slow", "slow-start"], answerable: [.relay],
      stage: noting("slowed the client hop", .relayToClient)
    )
    .with { $0.network = { draw, network in network.clientLink.latency = .seconds(0.6 + draw.amount) } },
    Departure(
      "slows-service-hop", .network, ["results-slow", "slow-start"], answerable: [.relay, .service],
      stage: noting("slowed the service hop", .serviceToRelay)
    )
    .with { $0.network = { draw, network in network.serviceLink.latency = .seconds(0.6 + draw.amount) } },
    Departure("refuses-connections", .network, ["relay-unreachable"], answerable: [.relay]).with { $0.reach = .refused },
    Departure("loses-connections", .network, ["relay-unreachable"], answerable: [.relay]).with { $0.reach = .unanswered },
  ]

  private static func noting(_ what: String, _ link: Link) -> Departure.Stage {
    { _, pen in Noting(pen: pen, what: what, link: link) }
  }
}
