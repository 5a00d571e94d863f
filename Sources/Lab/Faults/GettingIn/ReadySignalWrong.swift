internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// `await service.recv()` for a greeting before the first audio is sent: the service has none, and its Metadata comes last.
struct ReadySignalWrong: Fault {
  let name = "ready-signal-wrong"
  let rule = "ready-signal-wrong"
  let party = Party.relay
  let clientView = ClientView.shared("never starts: as with a relay that forwards no audio")
  let summary = "the relay waits for the service's Metadata before it takes any audio"

  /// It waits, whatever becomes of the session meanwhile.
  func adjust(_ relay: inout RelaySettings) { relay.restAfter = .seconds(3600) }

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var isReady = false
    /// What the client says in the meantime.
    var held: [Occurrence] = []

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard !isReady else { return inner.handle(occurrence, at: now) }
      switch occurrence {
      case .received(.accepted, .binary), .received(.accepted, .text):
        held.append(occurrence)
        return []
      case .received(.dialled, .text(let bytes)):
        guard case .metadata = try? ServiceMessage(parsing: bytes) else { return inner.handle(occurrence, at: now) }
        isReady = true
        var actions = inner.handle(occurrence, at: now)
        for waiting in held { actions += inner.handle(waiting, at: now) }
        held = []
        return actions
      default: return inner.handle(occurrence, at: now).filter { !$0.isCloseStream }.map(\.patient)
      }
    }
  }
}
