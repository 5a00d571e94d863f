internal import Timeline
internal import Wire

/// `break` after the first final, in a relay whose other loop goes on: it takes audio, and says nothing more.
struct EarlyBreakMute: Fault {
  let name = "early-break:mute"
  let rule = "early-break"
  let party = Party.relay
  let summary = "the relay forwards nothing after the first final, and stays open"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var broken = false
    /// The end of the service hop, kept from the relay while its client is there.
    var serviceEnd: ConnectionEnd?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard broken else {
        let actions = inner.handle(occurrence, at: now)
        broken = FirstFinal.isForwarded(by: actions)
        return actions
      }
      switch occurrence {
      case .received(.dialled, .ping), .received(.dialled, .pong): return inner.handle(occurrence, at: now)
      case .received(.dialled, _), .fired("drain"): return []
      case .ended(.dialled, let end):
        serviceEnd = end
        return []
      case .ended(.accepted, _):
        // Its client is gone: what is left to do is done, so that the session ends.
        broken = false
        let actions = inner.handle(occurrence, at: now)
        guard let end = serviceEnd else { return actions + [.wake("drain", at: now)] }
        return actions + inner.handle(.ended(.dialled, end), at: now)
      default: return inner.handle(occurrence, at: now)
      }
    }
  }
}
