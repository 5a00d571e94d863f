internal import Machines
internal import Timeline
internal import Wire

/// The relay ends a session in good order with 1001, as some servers do whose handler returns.
package struct ClosesGoingAway: RelayHabit {
  package let name = "closes-1001"

  package init() {}

  package func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .close(1000, let reason), _) = action else { return [action] }
      return [.send(.accepted, .close(code: 1001, reason: reason))]
    }
  }
}
