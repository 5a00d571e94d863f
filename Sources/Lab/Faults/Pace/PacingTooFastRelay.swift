internal import Timeline

/// The relay spools audio while it is busy with something else, and then pours it out.
struct PacingTooFastRelay: Fault {
  let name = "pacing-too-fast:relay"
  let rule = "pacing-too-fast"
  let party = Party.relay
  let clientView = ClientView.unseen("pace is measured where it goes wrong: behind the relay")
  let effect: FaultEffect? = .relaysPace
  let summary = "the relay collects audio for a while and then sends its chunks as fast as it can, although the hop is open"
  let shownBy = ["two-utterances"]
  var parameters = FaultParameters(FaultParameter("ms", 2000, "ms", 500...60_000), FaultParameter("each", 8, "ms between chunks", 1...20))

  func stage() -> (any FaultStage)? {
    AudioQueue(.hurry(after: parameters.time(), each: parameters.time("each")), of: name)
  }
}
