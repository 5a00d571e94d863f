internal import Lab
package import Timeline

/// A relay that nobody named: the reference relay with habits of healthy ones, and with operators in it or around it.
package struct ChanceRelay: Sendable {
  package var seed: UInt64
  package var number: Int
  package var habits: [(habit: Habit, draw: Draw)]
  package var operators: [Operator]
  /// Names of the scenarios that are played with it, in order.
  package var scenarios: [String]
  package var asks: [HeaderField]

  /// The same without what is wrong.
  package var twin: ChanceRelay {
    var copy = self
    copy.operators = []
    return copy
  }

  /// Habits of those that leave out or end otherwise, which a healthy relay may have besides its own.
  package var otherHabits: [Habit] {
    let others = HabitTable.all.filter {
      [.interims, .metadata, .events, .finalize, .ending, .finalizing].contains($0.family) && !workingFamilies.contains($0.family)
    }
    return others + (habits.contains { $0.habit.family == .shape } ? [TalkingHabits.asksForFinals] : [])
  }

  /// Those of its own habits that find something to do: what reads messages behind one that wraps them finds none that it knows.
  private var workingFamilies: Set<Habit.Family> {
    let wrapping = habits.firstIndex { $0.habit.family == .shape } ?? habits.count
    return Set(
      habits.enumerated().filter { $0.offset < wrapping || ![.interims, .metadata, .events].contains($0.element.habit.family) }
        .map(\.element.habit.family))
  }

  /// A healthy relay with more habits than the twin.
  package func twin(with habits: [Habit]) -> ChanceRelay {
    var copy = twin
    var random = random(7)
    let draw = Draw(&random)
    // Before what wraps messages: they read them as the service wrote them.
    copy.habits.insert(contentsOf: habits.map { ($0, draw) }, at: 0)
    return copy
  }

  /// The same with only one of the things that are wrong.
  package func with(only own: Operator) -> ChanceRelay {
    var copy = self
    copy.operators = [own]
    return copy
  }

  /// True where the service hears other bytes than the client sends.
  package var convertsAudio: Bool { habits.contains { $0.habit.family == .audio } }

  /// The same with another choice of scenarios.
  package func playing(_ scenarios: [String]) -> ChanceRelay {
    var copy = self
    copy.scenarios = scenarios
    return copy
  }

  /// A sequence of its own for each use.
  func random(_ use: UInt64) -> SplitMix64 {
    var mixer = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
    return SplitMix64(seed: mixer.next() &+ use &* 0xD1B5_4A32_D192_ED03)
  }
}
