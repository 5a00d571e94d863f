internal import Diagnosis
internal import Lab
internal import Scenarios
internal import Timeline

/// Every run that the lab plays to record what causes look like to a client.
package enum SignPlayings {
  /// The healthy relay, each cause alone, and each two of them that go together.
  package static var all: [SignPlaying] { alone + hasty + pairs }

  /// Ways in which healthy relays differ, a few at a time.
  static let habits: [RelayHabits] = [
    RelayHabits(),
    RelayHabits(SendsFinalsOnly(), ClosesGoingAway()),
    RelayHabits(ReshapesMessages(.typeText), EndsWithoutClose()),
    RelayHabits(ReshapesMessages(.flagged), GreetsItsClient(), AgreesOnStop(.text(#"{"type":"CloseStream"}"#))),
    RelayHabits(ReshapesMessages(.envelope), ClosesGoingAway()),
    RelayHabits(ReshapesMessages(.plainText), EndsWithoutClose(), GreetsItsClient()),
    RelayHabits(KeepsMetadata(), AgreesOnStop(.emptyBinary)),
    RelayHabits(KeepsMetadata(), ClosesAfterStop()),
    RelayHabits(SendsFinalsOnly(), KeepsMetadata(), ReshapesMessages(.typeText), ClosesAfterStop()),
    RelayHabits(AgreesOnStop(.close)),
  ]

  static let near = SimulatedNetwork(seed: 1)
  static let far = SimulatedNetwork(
    seed: 2, clientLink: SimulatedLink(latency: .milliseconds(60)), serviceLink: SimulatedLink(latency: .milliseconds(200)))
  static let jittery = SimulatedNetwork(
    seed: 3, clientLink: SimulatedLink(latency: .milliseconds(40), jitter: .milliseconds(80)),
    serviceLink: SimulatedLink(latency: .milliseconds(40), jitter: .milliseconds(200)))

  /// Scenarios that tell something: those that break nothing but what the inference knows of.
  static let scenarios: [String] = Suite.full.scenarios.filter { name in
    guard let scenario = BuiltIns.scenario(name), !scenario.isOneShot else { return false }
    return Experiment.reckons(with: scenario.provokes)
  }

  /// Each fault by itself on every habit; with other values than usual, and with longer speech, on the reference relay.
  package static var alone: [SignPlaying] {
    let faults = [FaultSet()] + FaultCatalogue.all.filter(isHypothesis).map { FaultSet([$0]) }
    return faults.flatMap { faults in
      let causes = faults.faults.map(\.rule)
      func playing(_ habits: RelayHabits, _ network: SimulatedNetwork, faults: FaultSet = faults, clip: String? = nil) -> SignPlaying {
        SignPlaying(causes: causes, faults: faults, habits: habits, network: network, scenarios: scenarios, clip: clip)
      }
      var playings = habits.map { playing($0, near) }
      for (index, habits) in habits.enumerated() { playings.append(playing(habits, index.isMultiple(of: 2) ? far : jittery)) }
      playings.append(playing(habits[0], jittery))
      for clip in ["ten-seconds", "two-sentences"] { playings += habits.map { playing($0, near, clip: clip) } }
      for varied in faults.faults.flatMap(\.variants) { playings.append(playing(habits[0], near, faults: FaultSet([varied]))) }
      return playings
    }
  }

  /// A relay that leaves its client before the rest can have come, whatever it does with the service.
  private static var hasty: [SignPlaying] {
    [0, 100, 300, 1000].flatMap { wait in
      [near, far].map { network in
        SignPlaying(
          causes: ["closed-before-final"], faults: FaultSet(), habits: RelayHabits(ClosesAfterStop(.milliseconds(wait))), network: network,
          scenarios: scenarios)
      }
    }
  }

  /// Each two causes once, in two ways.
  package static var pairs: [SignPlaying] {
    let rules = HypothesisTable.all.map(\.rule)
    let faults = rules.map { rule in FaultCatalogue.all.filter { $0.rule == rule && isHypothesis($0) } }
    var playings: [SignPlaying] = []
    for first in rules.indices {
      for second in rules.indices.dropFirst(first + 1) {
        for one in faults[first].prefix(2) {
          for other in faults[second].prefix(2) {
            let place = playings.count
            for (habits, network) in [(habits[0], near), (habits[1 + place % (habits.count - 1)], place.isMultiple(of: 2) ? far : jittery)]
            {
              playings.append(
                SignPlaying(
                  causes: [rules[first], rules[second]], faults: FaultSet([one, other]), habits: habits, network: network,
                  scenarios: scenarios))
            }
          }
        }
        for (own, place) in [(second, first), (first, second)] where rules[own] == "close-not-relayed" {
          for one in faults[place].prefix(2) {
            playings.append(
              SignPlaying(
                causes: [rules[first], rules[second]], faults: FaultSet([one]), habits: RelayHabits(NeverCloses()), network: near,
                scenarios: scenarios))
          }
        }
      }
    }
    return playings
  }

  /// A fault whose cause the inference weighs: one that the client's own frames do not show.
  private static func isHypothesis(_ fault: any Fault) -> Bool {
    HypothesisTable.all.contains { $0.rule == fault.rule } && (fault.party != .client || fault.rule == "idle-timeout")
  }
}
