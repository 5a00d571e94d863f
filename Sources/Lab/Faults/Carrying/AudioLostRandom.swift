internal import Machines
internal import Timeline

/// Chunks are dropped by chance, as over an unreliable transport inside the relay (UDP, a lossy queue).
struct AudioLostRandom: Fault {
  let name = "audio-lost:random"
  let rule = "audio-lost"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay drops chunks of audio by chance"
  var parameters = FaultParameters(
    FaultParameter("percent", 20, "percent", 1...99), FaultParameter("seed", 1, "seed", 0...1_000_000_000))

  func stage() -> (any FaultStage)? {
    Stage(share: Double(parameters.number("percent")) / 100, random: SplitMix64(seed: UInt64(parameters.number("seed"))))
  }

  private struct Stage: OutputStage {
    let share: Double
    var random: SplitMix64

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard action.audioToService != nil else { return [action] }
      return random.unit() < share ? [] : [action]
    }
  }
}
