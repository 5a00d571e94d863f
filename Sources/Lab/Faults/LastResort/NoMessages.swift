internal import Machines
internal import Timeline
internal import Wire

/// A service that accepts and says nothing, not even goodbye.
struct NoMessages: Fault {
  let name = "no-messages:service"
  let rule = "no-messages"
  let party = Party.service
  let clientView = ClientView.shared("last resort: the symptom stands, no cause was found")
  let summary = "the service accepts, takes the audio, and never says anything"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      // It hangs: nothing that comes in reaches it but the end.
      switch occurrence {
      case .requested, .received(.accepted, .close), .ended, .stopRequested: return inner.handle(occurrence, at: now)
      case .received(.accepted, .ping): return inner.handle(occurrence, at: now)
      default: return []
      }
    }
  }
}
