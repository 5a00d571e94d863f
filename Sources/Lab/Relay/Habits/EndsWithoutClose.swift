internal import Machines
internal import Timeline
internal import Wire

/// The relay ends a session in good order by the end of TCP alone, as a server does whose handler returns without a word; or one that went wrong,
/// as one whose handler gives up.
package struct EndsWithoutClose: RelayHabit {
  package let name = "no-close-frame"

  private let whatever: Bool

  /// - Parameter whatever: With any code in place of a Close, those that name a failure too.
  package init(whatever: Bool = false) { self.whatever = whatever }

  package func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .close(let code, _), _) = action, whatever || code == 1000 || code == nil else { return [action] }
      return [.end(.accepted, .finished)]
    }
  }
}
