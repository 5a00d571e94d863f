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

  /// Healthy relays that differ from the twin by a habit of those that leave out or end otherwise; where two things were done, by two as well.
  package var twinsWithOtherHabits: [ChanceRelay] {
    let families = Set(habits.map(\.habit.family))
    let others =
      HabitTable.all.filter {
        [.interims, .metadata, .events, .finalize, .ending, .finalizing].contains($0.family) && !families.contains($0.family)
      } + (families.contains(.shape) ? [TalkingHabits.asksForFinals] : [])
    let single = others.map { [$0] }
    guard operators.count > 1 else { return single.map(twin) }
    let pairs = others.indices.flatMap { one in
      others[(one + 1)...].filter { $0.family != others[one].family }.map { [others[one], $0] }
    }
    return (single + pairs).map(twin)
  }

  private func twin(with others: [Habit]) -> ChanceRelay {
    var random = random(7)
    let draw = Draw(&random)
    var copy = twin
    // Before what wraps messages: it reads them as the service wrote them.
    copy.habits.insert(contentsOf: others.map { ($0, draw) }, at: 0)
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
