internal import Timeline

/// The relay collects chunks, and forwards them together.
struct PacingBursty: Fault {
  let name = "pacing-bursty"
  let rule = "pacing-bursty"
  let party = Party.relay
  let clientView = ClientView.unseen("bursts are measured where they go out: behind the relay")
  let effect: FaultEffect? = .relaysPace
  let summary = "the relay forwards chunks in bursts, although its client sends evenly"
  var parameters = FaultParameters(FaultParameter("ms", 1000, "ms", 300...10_000))

  func stage() -> (any FaultStage)? { AudioQueue(.bursts(every: parameters.time()), of: name) }
}
