internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// The relay keeps the service's Metadata to itself.
package struct KeepsMetadata: RelayHabit {
  package let name = "no-metadata"

  package init() {}

  package func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .text(let bytes), _) = action, let message = try? ServiceMessage(parsing: bytes),
        case .metadata = message
      else { return [action] }
      return []
    }
  }
}
