internal import Audio
internal import Lab
internal import Scenarios
package import Timeline
internal import Wire

/// One playing of a relay in virtual time: its recording, and what its operators did.
package struct Play: Sendable {
  package let recording: Recording
  package let journal: Journal

  /// - Parameter toolVersion: For the recording.
  package init(_ relay: ChanceRelay, toolVersion: String) throws {
    let journal = Journal()
    let world = PlayedWorld(relay, journal)
    let sink = MemorySink()
    var simulated: [SimulatedSession] = []
    var infos: [SessionInfo] = []
    for (info, material, played) in try world.sessions() {
      simulated.append(world.session(info.number, material, played))
      infos.append(info)
    }
    let outcome = world.network.run(simulated, sink: sink)
    for index in infos.indices {
      infos[index].endedAt = outcome.clientFinished[infos[index].number] ?? outcome.endedAt
      infos[index].outcome = .completed
    }
    let run = RunInfo(
      id: "chance-\(relay.seed)-\(relay.number)", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: PlayedWorld.epoch,
      toolVersion: toolVersion, relay: "built-in", suite: "chance", serviceHop: .simulated, seed: relay.seed,
      command: "sttcheck lab relays --seed \(relay.seed) --replay \(relay.number)", finished: true)
    recording = Recording(run: run, sessions: infos, events: sink.events)
    self.journal = journal
  }
}
