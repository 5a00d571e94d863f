internal import Audio
internal import Chance
package import Diagnosis
internal import Lab
internal import Scenarios
internal import Timeline

/// One run of the lab whose sessions say what its cause shows a client.
package struct SignPlay: Sendable, CustomStringConvertible {
  /// Where client, relay and service are, and what the client streams.
  struct Circumstances: Sendable {
    var client = SimulatedLink()
    var service = SimulatedLink(latency: .milliseconds(20))
    var handshake: Nanoseconds = 0
    var audio = AudioFormat()
    var chunkSamples = 1024
    var speech = PlayedSpeech.own

    static let all = [
      Circumstances(),
      Circumstances(
        client: SimulatedLink(latency: .milliseconds(100), jitter: .milliseconds(30)),
        service: SimulatedLink(latency: .milliseconds(80), jitter: .milliseconds(40)), handshake: .milliseconds(250)),
      Circumstances(audio: AudioFormat(sampleRate: 16_000), chunkSamples: 1600),
      Circumstances(speech: .six), Circumstances(speech: .ten), Circumstances(speech: .questions),
    ]
  }

  let faults: FaultSet
  var habits = RelayHabits()
  var circumstances = Circumstances()

  package var cause: String { faults.faults.first?.rule ?? SignTable.healthy }
  package var description: String { "\(faults.names.joined(separator: " + ")), habits \(habits.name), \(circumstances)" }

  /// What every cause is played in, beside the scenarios in which its fault shows.
  static let scenarios =
    KnownExperiment.all.map(\.scenario) + ["no-stop", "silence-only", "too-fast", "hang-up", "concurrent", "ping", "fragmented"]

  /// No fault, and every one that a client sees anything of: with each habit of healthy relays, with other figures, in other circumstances.
  package static var all: [SignPlay] {
    healthy
      + FaultCatalogue.all.filter(\.isSeenByClient).flatMap { fault in
        let plain = FaultSet([fault])
        return Self.habits.map { SignPlay(faults: plain, habits: RelayHabits([$0])) }
          + ([fault] + fault.variants).flatMap { variant in
            Circumstances.all.map { SignPlay(faults: FaultSet([variant]), circumstances: $0) }
          }
      }
  }

  /// What any cause is held against: each habit with each length of speech.
  private static var healthy: [SignPlay] {
    let withHabits = habits.flatMap { habit in
      PlayedSpeech.allCases.map {
        SignPlay(faults: FaultSet(), habits: RelayHabits([habit]), circumstances: Circumstances(speech: $0))
      }
    }
    return withHabits + Circumstances.all.map { SignPlay(faults: FaultSet(), circumstances: $0) }
  }

  private static let habits: [any RelayHabit] =
    HabitTable.all.enumerated().map { WornHabit(habit: $1, seed: UInt64($0)) } + [
      AgreesOnStop(.close), AgreesOnStop(.text(#"{"type":"CloseStream"}"#)), ClosesAfterStop(), DialsAgain(), EndsWithoutClose(),
      NeverCloses(), ReshapesMessages(.plainText),
    ]

  /// What its client saw, session by session.
  package func experiments(toolVersion: String) throws -> [Experiment] {
    let profile = Profile(audio: circumstances.audio, chunkSamples: circumstances.chunkSamples)
    guard faults.faults.allSatisfy({ $0.exists(with: profile) }) else { return [] }
    var names = Self.scenarios
    for name in faults.faults.flatMap(\.shownBy) where !names.contains(name) { names.append(name) }
    var plan = RunPlan(profile: profile, scenarios: names.compactMap(BuiltIns.scenario), faults: faults, clip: circumstances.speech.clip)
    plan.habits = habits
    plan.handshakeDelay = circumstances.handshake
    let network = SimulatedNetwork(seed: 1, clientLink: circumstances.client, serviceLink: circumstances.service)
    return Experiment.all(in: try VirtualRun.play(plan, toolVersion: toolVersion, network: network).clientHopOnly)
  }
}
