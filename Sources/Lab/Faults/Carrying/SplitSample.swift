internal import Audio
internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// `data[:-1]` on a chunk that was thought to end with a newline: one byte is missing, and all samples after it are cut in half.
struct SplitSample: Fault {
  let name = "split-sample"
  let rule = "split-sample"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay drops one byte in the middle of the audio, so that a chunk ends inside a sample"
  var parameters = FaultParameters(FaultParameter("after", 20, "chunks", 1...10_000))

  func exists(with profile: Profile) -> Bool { profile.container == nil && profile.audio.frameWidth > 1 }

  func stage() -> (any FaultStage)? { Stage(after: parameters.number("after")) }

  private struct Stage: OutputStage {
    let after: Int
    var count = 0

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard let bytes = action.audioToService, bytes.count > 1 else { return [action] }
      count += 1
      return count == after ? [.send(.dialled, .binary(Array(bytes.dropLast())))] : [action]
    }
  }
}
