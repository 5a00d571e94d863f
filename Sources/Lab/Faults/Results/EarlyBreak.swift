internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// `break` after a final, in a relay that closes both sides when its loop ends.
struct EarlyBreak: Fault {
  let name = "early-break"
  let rule = "early-break"
  let party = Party.relay
  let summary = "the relay stops after the first final and closes both sides"
  let shownBy = ["two-utterances"]
  var parameters = FaultParameters(FaultParameter("after", 1, "finals", 1...1000))

  func stage() -> (any FaultStage)? { Stage(left: parameters.number("after")) }

  private struct Stage: FaultStage {
    /// Finals that it still forwards.
    var left: Int

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard left > 0, FinalCount.count(in: actions) > 0 else { return actions }
      left -= FinalCount.count(in: actions)
      guard left <= 0 else { return actions }
      // As if the service had closed: both hops end in good order, too early.
      return actions + inner.handle(.received(.dialled, .close(1000)), at: now)
    }
  }
}
