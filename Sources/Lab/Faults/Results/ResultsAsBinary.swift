internal import Machines
internal import Timeline
internal import Wire

/// `ws.send(message.encode())`, or a proxy that forwards everything as bytes.
struct ResultsAsBinary: Fault {
  let name = "results-as-binary"
  let rule = "results-as-binary"
  let party = Party.relay
  let effect: FaultEffect? = .otherResults
  let summary = "the relay sends the service's text messages as binary ones"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .text(let bytes), _) = action else { return [action] }
      return [.send(.accepted, .binary(bytes))]
    }
  }
}
