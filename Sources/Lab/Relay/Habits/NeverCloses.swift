internal import Machines
internal import Timeline
internal import Wire

/// The relay leaves the end of a session to its client, whatever has happened: no Close of its own accord.
///
/// Alone it is a fault; beside another one it hides how that one would have ended.
package struct NeverCloses: RelayHabit {
  package let name = "never-closes"

  package init() {}

  package func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      switch occurrence {
      case .received(.accepted, .close(_, _)), .ended(.accepted, _), .stopRequested: return actions
      default: return actions.filter { !$0.ends(.accepted) && $0 != .finish && !Self.hurries($0) }
      }
    }

    private static func hurries(_ action: Action) -> Bool {
      if case .wake(ReferenceRelay.Timer.clientClose.name, _) = action { true } else { false }
    }
  }
}
