internal import Machines
internal import Timeline
internal import Wire

/// The loop that reads from the service ends with it, and the client's side is left as it is.
struct CloseNotRelayed: Fault {
  let name = "close-not-relayed"
  let rule = "close-not-relayed"
  let party = Party.relay
  let effect: FaultEffect? = .unclosed
  let summary = "the service closes, and the relay never closes its client"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var isSilenced = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if isSilenced, case .received(.accepted, .close(let code, _)) = occurrence {
        // The library answers its client's Close by itself.
        return [.send(.accepted, .close(code: code, reason: []))] + inner.handle(occurrence, at: now)
      }
      let actions = inner.handle(occurrence, at: now)
      guard case .received(.dialled, .close) = occurrence else { return actions }
      isSilenced = true
      return actions.filter { action in
        if case .wake(ReferenceRelay.Timer.clientClose.name, _) = action { false } else { !action.isClose(on: .accepted) }
      }
    }
  }
}
