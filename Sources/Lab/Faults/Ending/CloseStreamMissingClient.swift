internal import Scenarios
internal import Timeline

/// A client that never says that its audio is over.
struct CloseStreamMissingClient: Fault {
  let name = "close-stream-missing:client"
  let rule = "close-stream-missing"
  let party = Party.client
  let effect: FaultEffect? = .unended
  let summary = "the client never sends its stop message, and waits all the same"

  func adjust(_ scenario: inout Scenario) { scenario.steps.removeAll { $0 == .stop } }
}
