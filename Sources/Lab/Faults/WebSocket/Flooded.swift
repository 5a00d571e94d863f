internal import Machines
internal import Timeline
internal import Wire

/// A keep-alive timer whose pause is zero.
struct Flooded: Fault {
  let name = "flooded"
  let rule = "flooded"
  let party = Party.relay
  let summary = "the relay pings its client without a pause, from the first audio on"
  var parameters = FaultParameters(FaultParameter("pings", 1500, "pings", 1...100_000))

  func stage() -> (any FaultStage)? { Stage(pings: parameters.number("pings")) }

  private struct Stage: FaultStage {
    let pings: Int
    var hasBegun = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard !hasBegun, case .received(.accepted, .binary) = occurrence else { return actions }
      hasBegun = true
      return actions + (0..<pings).map { .send(.accepted, .ping(Array("\($0)".utf8))) }
    }
  }
}
