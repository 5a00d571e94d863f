import Audio
import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Timeline

/// A run against parties that the lab's catalogue does not have: in virtual time, one session after the other as over sockets.
struct InputWorld: Sendable {
  var profile = Profile()
  var scenarios = Suite.standard.scenarios
  var clip: SpokenClip?
  var clientLink = SimulatedLink()
  var serviceLink = SimulatedLink(latency: .milliseconds(20))
  /// The relay of a session; nil: nobody listens where it should be.
  var relay: @Sendable (_ settings: RelaySettings, _ session: Int) -> (any Machine)? = { settings, _ in ReferenceRelay(settings: settings) }
  var service: @Sendable (_ settings: ServiceSettings) -> any Machine = { SimulatedService(settings: $0) }

  /// The pause between two sessions.
  private static let pause = Nanoseconds.milliseconds(20)

  func play() throws -> Recording {
    let plan = RunPlan(
      profile: profile, scenarios: scenarios.compactMap(BuiltIns.scenario), suite: "standard", clips: clip.map { [$0] } ?? [], seed: 5)
    var sessions = try plan.sessions()
    var recording = Recording(
      run: RunInfo(
        id: "input", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 1_767_225_600_000_000_000, toolVersion: "test",
        relay: "ws://relay.test/speech", suite: plan.suite, serviceHop: .simulated, seed: plan.seed, finished: true),
      sessions: [], events: [])
    while let first = sessions.first {
      let turn = sessions.prefix { $0.info.number == first.info.number || first.info.group != nil && $0.info.group == first.info.group }
      sessions.removeFirst(turn.count)
      take(Array(turn), known: plan.knownSpeech, into: &recording)
    }
    return recording
  }

  /// Plays sessions that begin together, and puts them behind what was played before.
  private func take(_ turn: [PlannedSession], known: KnownSpeech, into recording: inout Recording) {
    let sink = MemorySink()
    let simulated = turn.map { session in
      let number = session.info.number
      return SimulatedSession(
        number: number, client: session.player(target: "/speech/stt:test"),
        relay: relay(RelaySettings(declaring: profile.audio, authorization: "Token test", stop: session.info.stop), number),
        service: service(ServiceSettings(known: known, seed: UInt64(number))))
    }
    let network = SimulatedNetwork(seed: UInt64(turn[0].info.number), clientLink: clientLink, serviceLink: serviceLink)
    let outcome = network.run(simulated, sink: sink)
    let start = (recording.events.map(\.at).max() ?? -Self.pause) + Self.pause
    let connections = recording.events.map(\.connection).max() ?? 0
    for var event in sink.events {
      event.id = Int64(recording.events.count + 1)
      event.at += start
      if event.hop != nil { event.connection += connections }
      if case .frame(var frame) = event.kind {
        frame.scheduled = frame.scheduled.map { $0 + start }
        event.kind = .frame(frame)
      }
      recording.events.append(event)
    }
    for session in turn {
      var info = session.info
      info.startedAt = start
      info.endedAt = start + (outcome.clientFinished[info.number] ?? outcome.endedAt)
      info.outcome = .completed
      recording.sessions.append(info)
    }
  }
}
