package import Lab
internal import Machines
package import Scenarios
package import Timeline

/// A run in virtual time: client, relay and service on a simulated network, minutes in milliseconds, the same every time.
package enum VirtualRun {
  /// - Parameters:
  ///   - network: The links between the three; nil: a near client, a service 20 ms away.
  ///   - command: To play it again.
  /// - Returns: The recording; its times, ids and mask keys come from the seed alone.
  package static func play(
    _ plan: RunPlan, toolVersion: String, network: SimulatedNetwork? = nil, command: String = "sttcheck lab matrix"
  ) throws(ConfigurationError) -> Recording {
    let epoch: Int64 = 1_767_225_600_000_000_000
    let world = LabWorld(plan, startedAtUnixNanoseconds: epoch)
    let sessions = try plan.sessions()
    let sink = MemorySink()
    // HTTP is not part of the simulated network.
    let live = sessions.filter { !$0.isOneShot && $0.unspeakable == nil }
    for session in live { world.notes(session: session.info.number, at: 0).forEach(sink.record) }
    let dials = DialNumbers()
    let simulated = live.map { session in
      let number = session.info.number
      let service: @Sendable () -> any Machine = {
        let dial = dials.next(of: number)
        let met = session.info.misbehaviour?.met(dial: dial)
        return world.service(connection: dial == 1 ? number : number + 10_000 * dial, met)
      }
      return SimulatedSession(
        number: number, client: world.client(session, target: world.target), relay: world.relay(), service: service(),
        reach: world.faults.reach, another: { _ in (relay: world.relay(), service: service()) }, anotherService: { _ in service() })
    }
    let outcome = (network ?? SimulatedNetwork(seed: plan.seed)).run(simulated, sink: sink)
    let infos = sessions.map { session in
      var info = session.info
      guard !session.isOneShot else {
        info.outcome = .skipped(reason: "a recording sent whole goes over HTTP, which virtual time has not")
        return info
      }
      if let reason = session.unspeakable {
        info.outcome = .skipped(reason: reason)
        return info
      }
      info.endedAt = outcome.clientFinished[info.number] ?? outcome.endedAt
      info.outcome = .completed
      return info
    }
    let run = RunInfo(
      id: "virtual-\(plan.seed)", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: epoch, toolVersion: toolVersion,
      relay: "built-in", suite: plan.suite, serviceHop: .simulated, seed: plan.seed, command: command, finished: true)
    return Recording(run: run, sessions: infos, events: sink.events)
  }
}

extension Recording {
  /// The same run as a client of a deployed relay sees it: without the service hop.
  package var clientHopOnly: Recording {
    var copy = self
    copy.run.serviceHop = .unseen
    copy.events = events.filter { $0.hop != .service }
    return copy
  }
}
