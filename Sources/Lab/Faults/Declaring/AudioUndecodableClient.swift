internal import Machines
internal import Timeline
internal import Wire

/// A client that sends encrypted media, as one does that taps a call before it is decoded.
struct AudioUndecodableClient: Fault {
  let name = "audio-undecodable:client"
  let rule = "audio-undecodable"
  let party = Party.client
  let summary = "the client sends bytes that are no audio in any encoding (encrypted)"
  var parameters = FaultParameters(FaultParameter("seed", 1, "seed", 0...1_000_000_000))

  func stage() -> (any FaultStage)? { Stage(random: SplitMix64(seed: UInt64(parameters.number("seed")))) }

  private struct Stage: OutputStage {
    var random: SplitMix64

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard case .send(.dialled, .binary(let bytes), let scheduled) = action else { return [action] }
      let noise = bytes.map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
      return [.send(.dialled, .binary(noise), scheduled: scheduled)]
    }
  }
}
