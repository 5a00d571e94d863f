package import Machines
package import Scenarios

/// A way in which healthy relays differ from one another: nothing is wrong with a relay that has it.
///
/// It stands between the relay and its client, outside of every fault: a broken relay has habits too.
package protocol RelayHabit: Sendable {
  /// One word for lists: `greets`, `finals-only`.
  var name: String { get }
  /// What its clients must know of it.
  func adjust(_ profile: inout Profile)
  /// What it does of itself.
  func adjust(_ relay: inout RelaySettings)
  /// A fresh stage for one session; nil where there is none.
  func stage() -> (any FaultStage)?
  /// The relay behind this habit.
  func wrap(_ machine: any Machine) -> any Machine
}

extension RelayHabit {
  package func adjust(_ profile: inout Profile) {}
  package func adjust(_ relay: inout RelaySettings) {}
  package func stage() -> (any FaultStage)? { nil }
  package func wrap(_ machine: any Machine) -> any Machine { stage().map { FaultyMachine(machine, behind: $0) } ?? machine }
}
