internal import Timeline
internal import Wire

/// The relay ends a session in good order by the end of TCP alone, as a server does whose handler returns without a word.
package struct EndsWithoutClose: RelayHabit {
  package let name: String
  private let failures: Bool

  /// - Parameter failures: True for one that has no word for what failed either: a fault by itself, that beside another hides how it would have ended.
  package init(failures: Bool = false) {
    name = failures ? "no-close-frame-ever" : "no-close-frame"
    self.failures = failures
  }

  package func stage() -> (any FaultStage)? {
    ActionMap { [failures] action in
      guard case .send(.accepted, .close(let code, _), _) = action, failures || code == 1000 || code == nil else { return [action] }
      return [.end(.accepted, .finished)]
    }
  }
}
