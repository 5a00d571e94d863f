internal import Machines
internal import Timeline
internal import Wire

/// A relay written for files: it collects the audio, and sends it when its client has finished.
struct AudioHeldBack: Fault {
  let name = "audio-held-back"
  let rule = "audio-held-back"
  let party = Party.relay
  /// What is collected goes out at the stop.
  let effect: FaultEffect? = FaultEffect(spoils: [.servicePace, .chunks, .resultTimes], needs: [.stop])
  let summary = "the relay collects the audio and sends all of it in one message at the stop"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: OutputStage {
    var collected: [UInt8] = []

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      if let bytes = action.audioToService {
        collected += bytes
        return []
      }
      guard action.isCloseStream, !collected.isEmpty else { return [action] }
      defer { collected = [] }
      return [.send(.dialled, .binary(collected)), action]
    }
  }
}
