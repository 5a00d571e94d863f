internal import Machines
internal import Timeline
internal import Wire

/// No `finally` around the client's loop: when the client has gone, nobody closes the service's side.
struct ServiceHopLeftOpen: Fault {
  let name = "service-hop-left-open"
  let rule = "service-hop-left-open"
  let party = Party.relay
  let clientView = ClientView.unseen("the row names nothing on the client hop: the client has left")
  let effect: FaultEffect? = FaultEffect(spoils: [.leaving], needs: [.stop])
  let summary = "the relay keeps the service hop open, silent, after a client that leaves without a stop"
  let shownBy = ["hang-up"]

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var hasStopped = false
    /// The client's leaving is kept from the relay …
    var isAbandoned = false
    /// … until the service has gone too.
    var clientEnd: Occurrence?
    var serviceIsOver = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if !isAbandoned {
        switch occurrence {
        case .received(.accepted, .close(let code, _)) where !hasStopped:
          isAbandoned = true
          return [.send(.accepted, .close(code: code, reason: [])), .end(.accepted, .finished)]
        case .ended(.accepted, _) where !hasStopped:
          isAbandoned = true
          clientEnd = occurrence
          return []
        default:
          let actions = inner.handle(occurrence, at: now)
          hasStopped = hasStopped || actions.contains { $0.isCloseStream || $0.isClose(on: .accepted) }
          return actions
        }
      }
      switch occurrence {
      case .received(.accepted, _), .fired(ReferenceRelay.Timer.silence.name), .fired(ReferenceRelay.Timer.clientClose.name): return []
      case .ended(.accepted, _):
        clientEnd = occurrence
        return serviceIsOver ? inner.handle(occurrence, at: now) : []
      case .ended(.dialled, _), .failed, .refused:
        serviceIsOver = true
        let actions = towardsService(inner.handle(occurrence, at: now))
        return actions + (clientEnd.map { inner.handle($0, at: now) } ?? [])
      default: return towardsService(inner.handle(occurrence, at: now))
      }
    }

    private func towardsService(_ actions: [Action]) -> [Action] {
      actions.filter { action in
        switch action {
        case .send(.accepted, _, _), .end(.accepted, _), .pauseReading(.accepted), .resumeReading(.accepted): false
        default: true
        }
      }
    }
  }
}
