internal import Machines
internal import Timeline

/// No wait of the relay has a limit.
struct ServiceHangUnnoticed: Fault {
  let name = "service-hang-unnoticed"
  let rule = "service-hang-unnoticed"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-hangs", "service-silent"]
  let summary = "the relay waits for ever for a service that answers neither its handshake nor CloseStream"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    /// The handshake's end, which its client's end brings to light.
    var failed: Occurrence?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if case .failed(let failure) = occurrence, failure.stage == .handshake {
        failed = occurrence
        return []
      }
      var actions = inner.handle(occurrence, at: now)
      if case .ended(.accepted, _) = occurrence, let failed { actions += inner.handle(failed, at: now) }
      return actions.filter { action in
        switch action {
        case .wake(ReferenceRelay.Timer.dial.name, _), .wake(ReferenceRelay.Timer.drain.name, _): false
        default: true
        }
      }
    }
  }
}
