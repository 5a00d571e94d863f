internal import Machines
internal import Timeline

/// A stage that looks at each thing the machine asks for by itself, and remembers nothing.
struct ActionMap: FaultStage {
  /// What is done instead of it.
  let change: @Sendable (Action) -> [Action]

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    inner.handle(occurrence, at: now).flatMap(change)
  }
}
