internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// On stop the relay sends CloseStream and closes both sides in the same breath.
struct ClosedBeforeFinal: Fault {
  let name = "closed-before-final"
  let rule = "closed-before-final"
  let party = Party.relay
  let effect: FaultEffect? = FaultEffect(spoils: [.close, .finals], needs: [.stop])
  let summary = "on stop the relay sends CloseStream and closes both sides without waiting for the rest"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard actions.contains(.send(.dialled, .text(ClientMessage.closeStream.encoded))) else { return actions }
      // The relay is made to believe that the service has closed: it ends both hops in good order, too early.
      return actions + inner.handle(.received(.dialled, .close(1000)), at: now)
    }
  }
}
