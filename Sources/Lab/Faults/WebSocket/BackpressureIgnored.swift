internal import Machines
internal import Timeline
internal import Wire

/// A ping timeout that is shorter than a client's hiccup: who reads slowly is taken for dead.
struct BackpressureIgnored: Fault {
  let name = "backpressure-ignored"
  let rule = "backpressure-ignored"
  let party = Party.relay
  /// Its client reads slowly as long as it sends; and that the relay gave up shows in how it leaves the service.
  let effect: FaultEffect? = FaultEffect(spoils: [.pings], needs: [.close, .stop, .clientPace, .leaving])
  let summary = "the relay pings its client every second and cuts it off when it does not answer for a while"
  let shownBy = ["slow-reader"]
  var parameters = FaultParameters(FaultParameter("ms", 2000, "ms", 500...60_000))

  func stage() -> (any FaultStage)? { Stage(patience: parameters.time()) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault backpressure-ignored"
    let patience: Nanoseconds
    /// When the oldest ping went out that was not answered.
    var waitingSince: Nanoseconds?
    var isOver = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      switch occurrence {
      case .received(.accepted, .pong):
        waitingSince = nil
        return inner.handle(occurrence, at: now)
      case .fired(Self.timer): return isOver ? [] : ping(at: now, &inner)
      case .requested: return inner.handle(occurrence, at: now) + [.wake(Self.timer, at: now + .seconds(1))]
      default:
        let actions = inner.handle(occurrence, at: now)
        isOver = isOver || actions.contains { $0.ends(.accepted) }
        return actions
      }
    }

    private mutating func ping(at now: Nanoseconds, _ inner: inout any Machine) -> [Action] {
      guard let since = waitingSince, now - since >= patience else {
        waitingSince = waitingSince ?? now
        return [.send(.accepted, .ping(Array("keepalive".utf8))), .wake(Self.timer, at: now + .seconds(1))]
      }
      isOver = true
      return inner.handle(.received(.accepted, .close(1011)), at: now).map { action in
        action.isClose(on: .accepted) ? .send(.accepted, .close(1011, "keepalive ping timeout")) : action
      }
    }
  }
}
