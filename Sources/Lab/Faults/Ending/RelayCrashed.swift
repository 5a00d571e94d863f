internal import Machines
internal import Timeline

/// The relay's process dies, and is down for a while.
struct RelayCrashed: Fault {
  let name = "relay-crashed"
  let rule = "relay-crashed"
  let party = Party.relay
  let clientView = ClientView.shared("1006 or 1011 in mid-stream: as with a broken network")
  let summary = "the relay dies in the middle of the audio: both hops are reset, and the next client is turned away"
  var parameters = FaultParameters(FaultParameter("ms", 1500, "ms", 1...600_000), FaultParameter("down", 3000, "ms", 0...600_000))
  private var downtime = Downtime()

  func begun() -> any Fault {
    var copy = self
    copy.downtime = Downtime()
    return copy
  }

  func stage() -> (any FaultStage)? { Stage(life: parameters.time(), down: parameters.time("down"), downtime: downtime) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault relay-crashed"
    let life: Nanoseconds
    let down: Nanoseconds
    let downtime: Downtime
    var begun = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      switch occurrence {
      case .requested where downtime.isDown(at: now): return [.end(.accepted, .reset), .finish]
      case .requested:
        begun = true
        return inner.handle(occurrence, at: now) + [.wake(Self.timer, at: now + life)]
      case .fired(Self.timer):
        downtime.begin(at: now, until: now + down)
        return [.end(.accepted, .reset), .end(.dialled, .reset), .finish]
      default: return inner.handle(occurrence, at: now)
      }
    }
  }
}
