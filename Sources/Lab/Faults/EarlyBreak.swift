internal import Speech
internal import Timeline
internal import Wire

/// `break` after the first final, in a relay that closes both sides when its loop ends.
struct EarlyBreak: Fault {
  let name = "early-break"
  let rule = "early-break"
  let party = Party.relay
  let summary = "the relay stops after the first final and closes both sides"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var broken = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard !broken, FirstFinal.isForwarded(by: actions) else { return actions }
      broken = true
      // As if the service had closed: both hops end in good order, too early.
      return actions + inner.handle(.received(.dialled, .close(1000)), at: now)
    }
  }
}

/// What makes such a relay stop: a final with words in it.
enum FirstFinal {
  static func isForwarded(by actions: [Action]) -> Bool {
    actions.contains { action in
      guard case .send(.accepted, .text(let bytes), _) = action else { return false }
      guard case .results(let results) = try? ServiceMessage(parsing: bytes) else { return false }
      return results.isFinal && !results.transcript.isEmpty
    }
  }
}
