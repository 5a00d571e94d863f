internal import Timeline

/// A proxy between client and relay, as nginx is by default: it ends a connection on which the relay sent nothing for a minute.
struct IdleCut: Fault {
  let name = "idle-cut"
  let rule = "idle-cut"
  let party = Party.network
  let effect: FaultEffect? = nil
  let summary = "the connection is cut once nothing went to the client for a minute"
  let shownBy = ["long-quiet"]
  var parameters = FaultParameters(FaultParameter("ms", 60_000, "ms", 15_000...600_000))

  func stage() -> (any FaultStage)? { Stage(limit: parameters.time()) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault idle-cut"
    let limit: Nanoseconds

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard occurrence != .fired(Self.timer) else { return [.end(.accepted, .finished)] }
      let actions = inner.handle(occurrence, at: now)
      if actions.contains(where: { $0.ends(.accepted) || $0 == .finish }) { return actions + [.cancel(Self.timer)] }
      return actions.contains(where: Self.goesToClient) ? actions + [.wake(Self.timer, at: now + limit)] : actions
    }

    private static func goesToClient(_ action: Action) -> Bool {
      switch action {
      case .accept, .send(.accepted, _, _): true
      default: false
      }
    }
  }
}
