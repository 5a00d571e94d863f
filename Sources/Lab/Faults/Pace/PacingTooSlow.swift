internal import Audio
internal import Scenarios
internal import Timeline

/// A naive client that sleeps longer than its chunks last.
struct PacingTooSlow: Fault {
  let name = "pacing-too-slow"
  let rule = "pacing-too-slow"
  let party = Party.client
  let effect: FaultEffect? = .clientsPace
  let summary = "the client sleeps after each chunk of 23 ms for longer than that"
  var parameters = FaultParameters(FaultParameter("ms", 35, "ms", 24...1000))

  /// Longer chunks would go out too fast.
  func exists(with profile: Profile) -> Bool { profile.chunkSamples * 1000 < parameters.number("ms") * profile.audio.sampleRate }

  func adjust(_ scenario: inout Scenario) {
    scenario.adjustRealTime { $0.rhythm = .fixedSleep(parameters.time()) }
  }
}
