internal import Scenarios
internal import Timeline

/// A naive client: it sends a chunk of 23 ms, sleeps 10 ms, and sends the next.
struct PacingTooFast: Fault {
  let name = "pacing-too-fast"
  let rule = "pacing-too-fast"
  let party = Party.client
  let summary = "the client sleeps 10 ms after each chunk of 23 ms"

  func adjust(_ scenario: inout Scenario) {
    scenario.steps = scenario.steps.map { step in
      guard case .stream(var streaming) = step, streaming.rhythm == .pace(1) else { return step }
      streaming.rhythm = .fixedSleep(.milliseconds(10))
      return .stream(streaming)
    }
  }
}
