internal import Machines
internal import Timeline

/// A proxy between client and relay with an idle timer: one that counts what the relay sends, or, as nginx does, what goes either way.
struct IdleCut: Fault {
  let name = "idle-cut"
  let rule = "idle-cut"
  let party = Party.network
  let summary = "the connection is cut once nothing went to the client, or either way, for a minute"
  let shownBy = ["long-quiet", "long-silence"]
  var parameters = FaultParameters(
    FaultParameter("ms", 60_000, "ms", 15_000...600_000), FaultParameter("way", "client", oneOf: ["client", "either"]))

  func stage() -> (any FaultStage)? { Stage(limit: parameters.time(), countsBoth: parameters.word("way") == "either") }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault idle-cut"
    let limit: Nanoseconds
    let countsBoth: Bool

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard occurrence != .fired(Self.timer) else { return [.end(.accepted, .finished)] }
      let actions = inner.handle(occurrence, at: now)
      if actions.contains(where: { $0.ends(.accepted) || $0 == .finish }) { return actions + [.cancel(Self.timer)] }
      return isCounted(occurrence) || actions.contains(where: Self.goesToClient) ? actions + [.wake(Self.timer, at: now + limit)] : actions
    }

    private func isCounted(_ occurrence: Occurrence) -> Bool {
      if case .received(.accepted, _) = occurrence { countsBoth } else { false }
    }

    private static func goesToClient(_ action: Action) -> Bool {
      switch action {
      case .accept, .send(.accepted, _, _): true
      default: false
      }
    }
  }
}
