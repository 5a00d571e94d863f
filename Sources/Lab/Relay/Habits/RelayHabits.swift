package import Machines
package import Scenarios

/// The habits of one relay, in the order in which they touch what goes to its client.
package struct RelayHabits: Sendable {
  package var habits: [any RelayHabit]

  package init(_ habits: any RelayHabit...) { self.habits = habits }

  /// `greets+finals-only`; `reference` for none.
  package var name: String { habits.isEmpty ? "reference" : habits.map(\.name).joined(separator: "+") }

  package func adjusted(_ profile: Profile) -> Profile {
    var profile = profile
    for habit in habits { habit.adjust(&profile) }
    return profile
  }

  package func adjusted(_ relay: RelaySettings) -> RelaySettings {
    var relay = relay
    for habit in habits { habit.adjust(&relay) }
    return relay
  }

  /// The relay behind its habits.
  package func wrap(_ machine: any Machine) -> any Machine {
    habits.reduce(machine) { $1.wrap($0) }
  }
}
