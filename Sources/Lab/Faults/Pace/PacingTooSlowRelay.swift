internal import Audio
internal import Scenarios
internal import Timeline

/// `await asyncio.sleep(0.035)` in the relay's forwarding loop: its backlog grows for as long as its client speaks.
struct PacingTooSlowRelay: Fault {
  let name = "pacing-too-slow:relay"
  let rule = "pacing-too-slow"
  let party = Party.relay
  let clientView = ClientView.unseen("pace is measured where it goes wrong: behind the relay")
  let effect: FaultEffect? = .relaysPace
  let summary = "the relay sleeps after each chunk that it forwards, and falls behind its client"
  var parameters = FaultParameters(FaultParameter("ms", 35, "ms", 24...1000))

  /// Longer chunks would go out too fast.
  func exists(with profile: Profile) -> Bool { profile.chunkSamples * 1000 < parameters.number("ms") * profile.audio.sampleRate }

  func stage() -> (any FaultStage)? { AudioQueue(.slow(each: parameters.time()), of: name) }
}
