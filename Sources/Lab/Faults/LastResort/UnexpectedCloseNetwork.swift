internal import Machines
internal import Timeline

/// A middlebox that forgets a connection: both of its ends are told that it is reset.
struct UnexpectedCloseNetwork: Fault {
  let name = "unexpected-close:network"
  let rule = "unexpected-close"
  let party = Party.network
  let clientView = ClientView.shared("last resort: the symptom stands, no cause was found")
  let summary = "the connection between client and relay breaks in the middle of the audio"
  var parameters = FaultParameters(FaultParameter("ms", 1500, "ms", 1...600_000))

  func stage() -> (any FaultStage)? { Stage(life: parameters.time()) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault unexpected-close:network"
    let life: Nanoseconds

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      switch occurrence {
      case .requested: inner.handle(occurrence, at: now) + [.wake(Self.timer, at: now + life)]
      case .fired(Self.timer): [.end(.accepted, .reset)]
      default: inner.handle(occurrence, at: now)
      }
    }
  }
}
