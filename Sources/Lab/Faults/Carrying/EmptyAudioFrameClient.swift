internal import Timeline

/// A recorder that hands on an empty buffer now and then.
struct EmptyAudioFrameClient: Fault {
  let name = "empty-audio-frame:client"
  let rule = "empty-audio-frame"
  let party = Party.client
  let summary = "the client sends a binary message of 0 bytes in the middle of the audio"
  var parameters = FaultParameters(FaultParameter("after", 40, "chunks", 1...10_000))

  func stage() -> (any FaultStage)? { EmptyFrameStage(after: parameters.number("after")) }
}
