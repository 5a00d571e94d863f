internal import Scenarios
internal import Timeline

/// A client that falls silent for more than ten seconds, and a relay that does not cover that.
struct IdleTimeoutClient: Fault {
  let name = "idle-timeout:client"
  let rule = "idle-timeout"
  let party = Party.client
  let summary = "the client pauses in the middle of its audio, without KeepAlive, and the relay sends none for it"
  var parameters = FaultParameters(FaultParameter("ms", 13_000, "ms", 10_500...60_000))

  func adjust(_ scenario: inout Scenario) {
    guard let index = scenario.steps.firstIndex(where: { if case .stream = $0 { true } else { false } }),
      case .stream(let streaming) = scenario.steps[index]
    else { return }
    let middle = (streaming.from ?? 0) + .seconds(1.4)
    guard streaming.to ?? .max > middle else { return }
    var before = streaming
    var after = streaming
    before.to = middle
    after.from = middle
    scenario.steps.replaceSubrange(index...index, with: [.stream(before), .pause(parameters.time()), .stream(after)])
  }

  func adjust(_ relay: inout RelaySettings) { relay.keepAliveInterval = .seconds(86_400) }
}
