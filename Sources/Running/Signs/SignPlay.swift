internal import Audio
internal import Chance
package import Diagnosis
internal import Lab
internal import Scenarios
internal import Timeline

/// One run of the lab whose sessions say what its causes show a client.
package struct SignPlay: Sendable, CustomStringConvertible {
  let faults: FaultSet
  var habits = RelayHabits()
  var circumstances = PlayedCircumstances()

  /// Of each fault its cause; none for a relay with nothing wrong.
  package var causes: Set<String> { Set(faults.faults.map(\.rule)) }
  package var description: String { "\(faults.names.joined(separator: " + ")), habits \(habits.name), \(circumstances)" }

  /// What every cause is played in, beside the scenarios in which its fault shows.
  private static let scenarios = ["no-stop", "silence-only", "too-fast", "hang-up", "concurrent", "ping", "fragmented"]

  /// No fault, every one that a client sees anything of, and two at a time.
  package static var all: [SignPlay] { healthy + singles + pairs }

  /// What any cause is held against: each habit with each length of speech.
  private static var healthy: [SignPlay] {
    let withHabits = habits.flatMap { habits in
      PlayedSpeech.allCases.map { SignPlay(faults: FaultSet(), habits: habits, circumstances: PlayedCircumstances(speech: $0)) }
    }
    return withHabits + PlayedCircumstances.all.map { SignPlay(faults: FaultSet(), circumstances: $0) }
  }

  /// Each fault with each habit of healthy relays, and with its other figures in each of the circumstances.
  private static var singles: [SignPlay] {
    FaultCatalogue.all.filter(\.isSeenByClient).flatMap { fault in
      (habits + manners).map { SignPlay(faults: FaultSet([fault]), habits: $0) }
        + ([fault] + fault.variants).flatMap { variant in
          PlayedCircumstances.all.map { SignPlay(faults: FaultSet([variant]), circumstances: $0) }
        }
    }
  }

  /// One fault of each cause beside one of each other.
  private static var pairs: [SignPlay] {
    let chosen = FaultCatalogue.all.filter(\.isSeenByClient).reduce(into: [any Fault]()) { kept, next in
      if !kept.contains(where: { $0.rule == next.rule }) { kept.append(next) }
    }
    return chosen.indices.flatMap { first in
      chosen.indices.dropFirst(first + 1).map { SignPlay(faults: FaultSet([chosen[first], chosen[$0]])) }
    }
  }

  private static let habits: [RelayHabits] =
    HabitTable.all.enumerated().map { RelayHabits(WornHabit(habit: $1, seed: UInt64($0))) } + [
      RelayHabits(AgreesOnStop(.close)), RelayHabits(AgreesOnStop(.text(#"{"type":"CloseStream"}"#))), RelayHabits(DialsAgain()),
      RelayHabits(EndsWithoutClose()), RelayHabits(ReshapesMessages(.plainText)),
    ]

  /// How a relay ends that something is wrong with: no habits of a healthy one.
  private static let manners = [
    RelayHabits(ClosesAfterStop()), RelayHabits(ClosesAfterStop(code: 1011)), RelayHabits(ClosesAfterStop(), EndsWithoutClose()),
    RelayHabits(EndsWithoutClose(whatever: true)), RelayHabits(NeverCloses()),
  ]

  /// What its client saw, session by session.
  package func experiments(toolVersion: String) throws -> [Experiment] {
    let profile = Profile(audio: circumstances.audio, chunkSamples: circumstances.chunkSamples)
    guard faults.faults.allSatisfy({ $0.exists(with: profile) }) else { return [] }
    var names = KnownExperiment.all.map(\.scenario)
    if faults.faults.count < 2 {
      for name in Self.scenarios + faults.faults.flatMap(\.shownBy) where !names.contains(name) { names.append(name) }
    }
    let clips = circumstances.speech.clip.map { [$0] } ?? []
    var plan = RunPlan(profile: profile, scenarios: names.compactMap(BuiltIns.scenario), faults: faults, clips: clips)
    plan.habits = habits
    plan.handshakeDelay = circumstances.handshake
    let network = SimulatedNetwork(seed: 1, clientLink: circumstances.client, serviceLink: circumstances.service)
    return Experiment.all(in: try VirtualRun.play(plan, toolVersion: toolVersion, network: network).clientHopOnly)
  }
}
