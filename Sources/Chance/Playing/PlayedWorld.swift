internal import Audio
internal import Lab
internal import Machines
internal import Scenarios
internal import Speech
internal import Timeline
internal import Wire

/// Client, relay and service of one playing, with everything at their joints.
struct PlayedWorld {
  static let epoch: Int64 = 1_767_225_600_000_000_000

  let relay: ChanceRelay
  let journal: Journal
  let profile: Profile

  init(_ relay: ChanceRelay, _ journal: Journal) {
    self.relay = relay
    self.journal = journal
    profile = Profile(query: relay.asks)
  }

  var network: SimulatedNetwork {
    var network = SimulatedNetwork(seed: relay.seed &+ UInt64(relay.number))
    for case .departure(let departure, let draw) in relay.operators { departure.network?(draw, &network) }
    return network
  }

  /// Every session, in order: what the recording knows of it, what it streams, and the scenario of its client.
  func sessions() throws -> [(SessionInfo, AudioMaterial, Scenario)] {
    var all: [(SessionInfo, AudioMaterial, Scenario)] = []
    for scenario in relay.scenarios.compactMap(Material.scenario) where !scenario.isOneShot {
      let group = scenario.clients.count > 1 ? all.count + 1 : nil
      for client in scenario.clients {
        var material = try AudioMaterial.prepare(client, profile: profile, seed: relay.seed) { _ in nil }
        let info = SessionInfo(
          number: all.count + 1, scenario: scenario.name, group: group, about: scenario.about, definition: ScenarioWriter.yaml(scenario),
          provokes: scenario.provokes, audio: material.info, stop: client.ownStop ?? profile.stop, messages: profile.messages,
          expectations: material.scenario.expectations)
        for case .departure(let departure, let draw) in relay.operators { departure.scenario?(draw, &material.scenario) }
        all.append((info, material, material.scenario))
      }
    }
    return all
  }

  func session(_ number: Int, _ material: AudioMaterial, _ scenario: Scenario) -> SimulatedSession {
    let target = QueryString.append(relay.asks.map { ($0.name, $0.value) }, to: "/speech/stt:test")
    let player = Player(
      scenario: scenario, profile: profile, target: target,
      audio: StreamedAudio(bytes: material.bytes, headerBytes: material.headerBytes, format: material.format, marks: material.marks))
    var reach = Reach.open
    for (place, own) in relay.operators.enumerated() {
      guard case .departure(let departure, _) = own, let other = departure.reach else { continue }
      reach = other
      pen(place, own, session: number).note("let nobody reach the relay", on: .clientToRelay, at: 0)
    }
    return SimulatedSession(
      number: number, client: staged(player, as: .client, session: number), relay: relayMachine(session: number),
      service: service(session: number, connection: number), reach: reach,
      another: { [self] in (relay: relayMachine(session: number), service: service(session: number, connection: number + 10_000 * $0)) },
      anotherService: { [self] in service(session: number, connection: number + 10_000 * $0 + 5000) })
  }

  private func relayMachine(session: Int) -> any Machine {
    let settings = RelaySettings(declaring: profile.audio, in: profile.container, authorization: "Token built-in", stop: profile.stop)
    var machine = staged(ReferenceRelay(settings: settings), as: .relay, session: session)
    for (habit, draw) in relay.habits { machine = StagedMachine(machine, behind: habit.stage(draw)) }
    return staged(machine, as: .network, session: session)
  }

  private func service(session: Int, connection: Int) -> any Machine {
    var settings = ServiceSettings(
      known: Material.speech, seed: relay.seed &* 1_000_003 &+ UInt64(connection), startedAtUnixNanoseconds: Self.epoch)
    for case .departure(let departure, let draw) in relay.operators { departure.service?(draw, &settings) }
    return staged(SimulatedService(settings: settings), as: .service, session: session)
  }

  /// The machine behind the operators of its party; the first stands nearest to it.
  private func staged(_ machine: any Machine, as party: Party, session: Int) -> any Machine {
    var machine = machine
    for (place, own) in relay.operators.enumerated() where own.party == party {
      if let stage = stage(own, place, session) { machine = StagedMachine(machine, behind: stage) }
    }
    return machine
  }

  private func stage(_ own: Operator, _ place: Int, _ session: Int) -> (any JointStage)? {
    let pen = pen(place, own, session: session)
    switch own {
    case .departure(let departure, let draw): return departure.stage?(draw, pen)
    case .message(let message):
      guard let joint = message.link.joint(of: message.party) else { return nil }
      let seed = relay.random(UInt64(100 + 100 * session + place)).first
      return OperatorStage(message, joint: joint, stop: profile.stop, pen: pen, seed: seed)
    }
  }

  private func pen(_ place: Int, _ own: Operator, session: Int) -> Pen {
    Pen(journal: journal, session: session, place: place, party: own.party)
  }
}

extension SplitMix64 {
  /// The first number of the sequence.
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
