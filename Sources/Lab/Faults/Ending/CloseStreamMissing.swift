internal import Timeline

/// The relay takes its client's stop and tells the service nothing.
struct CloseStreamMissing: Fault {
  let name = "close-stream-missing"
  let rule = "close-stream-missing"
  let party = Party.relay
  let clientView = ClientView.shared("no Metadata after the stop: as with a CloseStream sent as audio")
  let effect: FaultEffect? = .unended
  let summary = "the relay takes its client's stop and never sends CloseStream"

  func stage() -> (any FaultStage)? { ActionMap { $0.isCloseStream ? [] : [$0.patient] } }
}
