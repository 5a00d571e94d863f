internal import Machines
internal import Timeline
internal import Wire

/// `break` after a final, in a relay whose other loop goes on: it takes audio, and says nothing more.
struct EarlyBreakMute: Fault {
  let name = "early-break:mute"
  let rule = "early-break"
  let party = Party.relay
  let summary = "the relay forwards nothing after the first final, and stays open"

  let shownBy = ["two-utterances"]
  var parameters = FaultParameters(FaultParameter("after", 1, "finals", 1...1000))

  func stage() -> (any FaultStage)? { Stage(left: parameters.number("after")) }

  private struct Stage: FaultStage {
    /// Finals that it still forwards.
    var left: Int
    var released = false
    /// The end of the service hop, kept from the relay while its client is there.
    var serviceEnd: ConnectionEnd?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard left <= 0, !released else {
        let actions = inner.handle(occurrence, at: now)
        left -= FinalCount.count(in: actions)
        return actions
      }
      switch occurrence {
      case .received(.dialled, .ping), .received(.dialled, .pong): return inner.handle(occurrence, at: now)
      case .received(.dialled, _), .fired(ReferenceRelay.Timer.drain.name): return []
      case .ended(.dialled, let end):
        serviceEnd = end
        return []
      case .ended(.accepted, _):
        // Its client is gone: what is left to do is done, so that the session ends.
        released = true
        let actions = inner.handle(occurrence, at: now)
        guard let end = serviceEnd else { return actions + [.wake(ReferenceRelay.Timer.drain.name, at: now)] }
        return actions + inner.handle(.ended(.dialled, end), at: now)
      default: return inner.handle(occurrence, at: now)
      }
    }
  }
}
