internal import Timeline

/// The relay and its client do not agree on the stop message.
struct StopNotUnderstood: Fault {
  let name = "stop-not-understood"
  let rule = "stop-not-understood"
  let party = Party.relay
  let shownBy = ["baseline", "alternative-stop"]
  let effect: FaultEffect? = .unended
  let summary = "the relay ignores the agreed stop message (another one would do)"

  func adjust(_ relay: inout RelaySettings) { relay.agreedStop = .ignored }
}
