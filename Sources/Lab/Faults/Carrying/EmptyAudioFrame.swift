internal import Timeline
internal import Wire

/// `ws.send(queue.get_nowait() or b"")`: nothing to send becomes an empty message, which ends the stream.
struct EmptyAudioFrame: Fault {
  let name = "empty-audio-frame"
  let rule = "empty-audio-frame"
  let party = Party.relay
  let summary = "the relay sends a binary message of 0 bytes in the middle of the audio"
  var parameters = FaultParameters(FaultParameter("after", 40, "chunks", 1...10_000))

  func stage() -> (any FaultStage)? { EmptyFrameStage(after: parameters.number("after")) }
}
