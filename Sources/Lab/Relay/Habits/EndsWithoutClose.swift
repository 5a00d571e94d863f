internal import Machines
internal import Timeline
internal import Wire

/// The relay ends a session in good order by the end of TCP alone, as a server does whose handler returns without a word.
package struct EndsWithoutClose: RelayHabit {
  package let name = "no-close-frame"

  package init() {}

  package func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .close(let code, _), _) = action, code == 1000 || code == nil else { return [action] }
      return [.end(.accepted, .finished)]
    }
  }
}
