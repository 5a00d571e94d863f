internal import Scenarios
internal import Timeline

/// A client that collects audio before it sends.
struct PacingBurstyClient: Fault {
  let name = "pacing-bursty:client"
  let rule = "pacing-bursty"
  let party = Party.client
  let effect: FaultEffect? = .clientsPace
  let summary = "the client sends its chunks in bursts, real time on average"
  var parameters = FaultParameters(FaultParameter("ms", 1000, "ms", 300...10_000))

  func adjust(_ scenario: inout Scenario) {
    scenario.adjustRealTime { $0.rhythm = .burst(parameters.time()) }
  }
}
