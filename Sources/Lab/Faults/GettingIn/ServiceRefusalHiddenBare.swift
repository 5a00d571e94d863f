internal import Machines
internal import Timeline
internal import Wire

/// The service's refusal becomes a Close that says nothing of it, as an unhandled exception does in most servers.
struct ServiceRefusalHiddenBare: Fault {
  let name = "service-refusal-hidden:bare"
  let rule = "service-refusal-hidden"
  let party = Party.relay
  let clientView = ClientView.shared("accepted, then silence: as with a relay that never dials")
  let summary = "the service refuses the relay's key, and the relay closes its client with 1011 and no reason"

  func adjust(_ service: inout ServiceSettings) { service.refusal = ServiceRefused.refusal(401) }

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .close(1011, _), _) = action else { return [action] }
      return [.send(.accepted, .close(1011))]
    }
  }
}
