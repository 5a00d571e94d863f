internal import Timeline
internal import Wire

/// `except Exception: pass` around the dialling: the service refuses, and the client waits for ever.
struct ServiceRefusalHidden: Fault {
  let name = "service-refusal-hidden"
  let rule = "service-refusal-hidden"
  let party = Party.relay
  let clientView = ClientView.shared("accepted, then silence: as with a relay that never dials")
  let aliases = ["service-refusal-hidden:silent", "service-refusal-hidden:relay"]
  let summary = "the service refuses the relay's key, and the relay says nothing to its client"

  func adjust(_ service: inout ServiceSettings) { service.refusal = ServiceRefused.refusal(401) }
  func stage() -> (any FaultStage)? { UnopenedHop(dials: true) }
}
