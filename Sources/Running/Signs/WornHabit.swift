internal import Chance
internal import Lab
internal import Machines

/// A habit of the relays that chance makes, on the lab's own relay.
struct WornHabit: RelayHabit {
  let habit: Habit
  let seed: UInt64

  var name: String { habit.name }

  func wrap(_ machine: any Machine) -> any Machine { habit.worn(by: machine, seed: seed) }
}
