internal import Machines
internal import Timeline
internal import Wire

/// A loop that is blocked, or a hand-written server that knows no pings.
struct PingUnanswered: Fault {
  let name = "ping-unanswered"
  let rule = "ping-unanswered"
  let party = Party.relay
  let effect: FaultEffect? = FaultEffect(spoils: [.pings], needs: [.close, .stop])
  let summary = "the relay answers no pings"
  let shownBy = ["ping"]

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      if case .send(.accepted, .pong, _) = action { [] } else { [action] }
    }
  }
}
