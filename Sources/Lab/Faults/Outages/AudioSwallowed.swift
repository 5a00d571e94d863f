internal import Machines
internal import Timeline
internal import Wire

/// First all audio up, then the results down: that the service is gone is noticed at the client's stop.
struct AudioSwallowed: Fault {
  let name = "audio-swallowed"
  let rule = "audio-swallowed"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-resets"]
  let summary = "the relay tells its client that the service is gone when the client says stop, and takes its audio until then"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var held: [Action] = []
    var isStopped = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if case .received(.accepted, .text) = occurrence { isStopped = true }
      if case .ended(.accepted, _) = occurrence { isStopped = true }
      if case .received(.accepted, .close) = occurrence { isStopped = true }
      // Behind its own Close it takes what comes, and forgets it.
      if !held.isEmpty, !isStopped { return [] }
      let actions = held + inner.handle(occurrence, at: now)
      held = []
      guard !isStopped, let close = actions.firstIndex(where: { $0.isClose(on: .accepted) }) else { return actions }
      held = [actions[close]]
      return actions.enumerated().filter { place, action in
        if case .wake(ReferenceRelay.Timer.clientClose.name, _) = action { return false }
        return place != close
      }.map(\.element)
    }
  }
}
