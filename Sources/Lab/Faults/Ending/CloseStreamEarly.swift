internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// A timer, a length limit or a pause that is taken for the end: CloseStream goes out while the client is still speaking.
struct CloseStreamEarly: Fault {
  let name = "close-stream-early"
  let rule = "close-stream-early"
  let party = Party.relay
  let summary = "the relay sends CloseStream in the middle of its client's audio, and no audio after it"
  var parameters = FaultParameters(FaultParameter("after", 40, "chunks", 1...10_000))

  func stage() -> (any FaultStage)? { Stage(left: parameters.number("after")) }

  private struct Stage: OutputStage {
    /// Chunks that it still forwards.
    var left: Int

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard left > 0 else { return action.audioToService != nil || action.isCloseStream ? [] : [action] }
      guard let bytes = action.audioToService, !bytes.isEmpty else { return [action] }
      left -= 1
      return left == 0 ? [action, .send(.dialled, .text(ClientMessage.closeStream.encoded))] : [action]
    }
  }
}
