internal import Machines
internal import Timeline
internal import Wire

/// An ASGI handler that returns without `close()`: the server drops the connection.
struct CloseFrameMissing: Fault {
  let name = "close-frame-missing"
  let rule = "close-frame-missing"
  let party = Party.relay
  let effect: FaultEffect? = .unclosed
  let summary = "everything is delivered, and then the relay ends TCP without a Close frame"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard case .received(.dialled, .close) = occurrence else { return actions }
      return actions.map { $0.isClose(on: .accepted) ? .end(.accepted, .finished) : $0 }
    }
  }
}
