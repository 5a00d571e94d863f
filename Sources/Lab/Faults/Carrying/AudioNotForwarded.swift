internal import Timeline

/// The relay has no loop from its client to the service, or it feeds a queue that nobody reads.
struct AudioNotForwarded: Fault {
  let name = "audio-not-forwarded"
  let rule = "audio-not-forwarded"
  let party = Party.relay
  let clientView = ClientView.shared("0 messages, the hash of nothing: as with audio sent as text")
  let summary = "the relay opens the service hop and sends no audio on it"

  func stage() -> (any FaultStage)? { ActionMap { $0.audioToService == nil ? [$0] : [] } }
}
