internal import Machines
internal import Timeline
internal import Wire

/// An exception that nobody catches: the server closes its client with 1011, and the service's side is dropped.
struct RelayCrashedError: Fault {
  let name = "relay-crashed:error"
  let rule = "relay-crashed"
  let party = Party.relay
  let clientView = ClientView.shared("1006 or 1011 in mid-stream: as with a broken network")
  let summary = "the relay's handler fails in the middle of the audio: 1011 to its client, the service hop is reset"
  var parameters = FaultParameters(FaultParameter("ms", 1500, "ms", 1...600_000))

  func stage() -> (any FaultStage)? { Stage(life: parameters.time()) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault relay-crashed:error"
    let life: Nanoseconds
    var hasFailed = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if hasFailed {
        switch occurrence {
        case .received(.accepted, .close), .fired(Self.timer): return [.end(.accepted, .finished), .finish]
        case .ended(.accepted, _): return [.finish]
        default: return []
        }
      }
      let actions = inner.handle(occurrence, at: now)
      switch occurrence {
      case .requested: return actions + [.wake(Self.timer, at: now + life)]
      case .fired(Self.timer):
        hasFailed = true
        return [.end(.dialled, .reset), .send(.accepted, .close(1011, "Internal server error")), .wake(Self.timer, at: now + .seconds(2))]
      default: return actions
      }
    }
  }
}
