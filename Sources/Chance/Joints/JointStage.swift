internal import Lab
package import Machines
package import Timeline

/// Stands between a machine and its driver, and may change what passes either way.
package protocol JointStage: Sendable {
  /// Called instead of the machine; hands on to it what should reach it.
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action]
}

/// A machine behind a stage.
struct StagedMachine: Machine {
  private var inner: any Machine
  private var stage: any JointStage

  init(_ inner: any Machine, behind stage: any JointStage) {
    self.inner = inner
    self.stage = stage
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    stage.handle(occurrence, at: now, inner: &inner)
  }
}

/// A stage that looks at each thing that the machine asks for by itself, and remembers nothing.
struct EachAction: JointStage {
  let change: @Sendable (Action) -> [Action]

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    inner.handle(occurrence, at: now).flatMap(change)
  }
}
