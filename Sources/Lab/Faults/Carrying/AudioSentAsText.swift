internal import Machines
internal import Timeline
internal import Wire

/// `data.decode("latin-1")` or `String(chunk)` on the way: the audio arrives in text messages.
struct AudioSentAsText: Fault {
  let name = "audio-sent-as-text"
  let rule = "audio-sent-as-text"
  let party = Party.relay
  let summary = "the relay sends the audio in text messages, each byte as a character"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard let bytes = action.audioToService else { return [action] }
      var text = ""
      text.unicodeScalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
      return [.send(.dialled, .text(text))]
    }
  }
}
