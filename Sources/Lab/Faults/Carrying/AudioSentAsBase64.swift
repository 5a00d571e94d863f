internal import Digest
internal import Machines
internal import Timeline
internal import Wire

/// The form that other vendors' interfaces want.
struct AudioSentAsBase64: Fault {
  let name = "audio-sent-as-text:base64"
  let rule = "audio-sent-as-text"
  let party = Party.relay
  let summary = "the relay sends the audio in text messages, in base64"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard let bytes = action.audioToService else { return [action] }
      return [.send(.dialled, .text(Base64.encode(bytes)))]
    }
  }
}
