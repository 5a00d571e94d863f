internal import Lab
internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// What a client may do wrong, in a scenario that does not say so.
enum ClientDepartures {
  static let all: [Departure] = [
    // In the midst of a handshake it just falls silent.
    Departure("hangs-up", .client, ["close-stream-missing", "unexpected-close", "idle-timeout"]) { draw, pen in
      AtTime(
        draw.at, pen, "closed in the midst of its audio", on: .clientToRelay, [.send(.dialled, .close(1001, "going away"))],
        may: { !$0.isData(on: .dialled) && !$0.isClose(on: .dialled) })
    },
    Departure("vanishes", .client, ["close-stream-missing", "unexpected-close"]) { draw, pen in
      AtTime(draw.at, pen, "reset its connection", on: .clientToRelay, [.end(.dialled, .reset)])
    },
    Departure("hurries", .client, ["pacing-too-fast"], stage: noting("sent faster than real time"))
      .with { $0.scenario = { draw, scenario in pace(&scenario, .pace(1.5 + 3 * draw.amount)) } },
    Departure("dawdles", .client, ["pacing-too-slow"], stage: noting("sent slower than real time"))
      .with { $0.scenario = { draw, scenario in pace(&scenario, .pace(0.4 + 0.3 * draw.amount)) } },
    Departure("bursts", .client, ["pacing-bursty"], stage: noting("sent in bursts"))
      .with { $0.scenario = { draw, scenario in pace(&scenario, .burst(.seconds(0.5 + draw.amount))) } },
  ]

  private static func pace(_ scenario: inout Scenario, _ rhythm: Streaming.Rhythm) {
    scenario.steps = scenario.steps.map { step in
      guard case .stream(var streaming) = step else { return step }
      streaming.rhythm = rhythm
      return .stream(streaming)
    }
  }

  private static func noting(_ what: String) -> Departure.Stage {
    { _, pen in Noting(pen: pen, what: what, link: .clientToRelay) }
  }
}
