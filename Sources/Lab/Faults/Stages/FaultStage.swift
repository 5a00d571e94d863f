package import Machines
package import Timeline

/// Stands between a machine's input and its output: may change, drop or add what goes in and what comes out.
package protocol FaultStage: Sendable {
  /// Called instead of the machine; hands on to it what should reach it.
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action]
}

/// A machine behind a stage.
package struct FaultyMachine: Machine {
  private var inner: any Machine
  private var stage: any FaultStage

  package init(_ inner: any Machine, behind stage: any FaultStage) {
    self.inner = inner
    self.stage = stage
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    stage.handle(occurrence, at: now, inner: &inner)
  }
}
