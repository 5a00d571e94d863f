internal import Scenarios
internal import Timeline

/// A naive client: it sends a chunk of 23 ms, sleeps 10 ms, and sends the next.
struct PacingTooFast: Fault {
  let name = "pacing-too-fast"
  let rule = "pacing-too-fast"
  let party = Party.client
  let effect: FaultEffect? = .clientsPace
  let summary = "the client sleeps after each chunk of 23 ms for less than that"
  var parameters = FaultParameters(FaultParameter("ms", 10, "ms", 1...17))

  func adjust(_ scenario: inout Scenario) {
    scenario.adjustRealTime { $0.rhythm = .fixedSleep(parameters.time()) }
  }
}
