internal import Machines
internal import Timeline

/// A stage that only looks at what the machine asks for, one thing after the other.
protocol OutputStage: FaultStage {
  /// What is done instead of it.
  mutating func change(_ action: Action, at now: Nanoseconds) -> [Action]
}

extension OutputStage {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    changed(inner.handle(occurrence, at: now), at: now)
  }

  mutating func changed(_ actions: [Action], at now: Nanoseconds) -> [Action] {
    var changed: [Action] = []
    for action in actions { changed += change(action, at: now) }
    return changed
  }
}
