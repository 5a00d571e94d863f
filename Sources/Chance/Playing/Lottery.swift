internal import Lab
internal import Timeline

/// Draws relays: the same seed and number, the same relay.
///
/// Kinds of operators go round robin, each round in an order of its own, so that each comes as often as any other, beside others each time.
package struct Lottery: Sendable {
  /// How many operators the relays have, one after the other; every third relay is healthy itself, and something around it is not.
  private static let counts = [1, 0, 1, 2, 1, 1, 3, 1, 2, 1]

  package let seed: UInt64
  private let relay: [Operator]
  private let around: [Operator]
  private let only: Bool

  /// - Parameter only: The kinds to draw from, one for each relay; nil: all.
  package init(seed: UInt64, only: [Operator]? = nil) {
    self.seed = seed
    self.only = only != nil
    relay = only ?? OperatorTable.relay
    around = only ?? OperatorTable.around
  }

  /// - Parameter number: From 0.
  package func draw(_ number: Int) -> ChanceRelay {
    var own = ChanceRelay(seed: seed, number: number, habits: [], operators: [], scenarios: [], asks: [])
    var random = own.random(0)
    own.habits = Self.habits(&random)
    own.operators = kinds(number).map { $0.drawn(&random) }
    own.asks = own.operators.flatMap(\.asks).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    own.scenarios = Self.scenarios(own.operators, &random)
    return own
  }

  private static func habits(_ random: inout SplitMix64) -> [(habit: Habit, draw: Draw)] {
    var chosen: [(habit: Habit, draw: Draw)] = []
    for _ in 0..<Int(random.next() % 5) {
      let habit = HabitTable.all[Int(random.next() % UInt64(HabitTable.all.count))]
      let draw = Draw(&random)
      if !chosen.contains(where: { $0.habit.family == habit.family }) { chosen.append((habit, draw)) }
    }
    return chosen
  }

  private func kinds(_ number: Int) -> [Operator] {
    if only { return [relay[number % max(1, relay.count)]] }
    let isAround = number % 3 == 2
    let table = isAround ? around : relay
    let first = Self.drawnBefore(number, around: isAround)
    return (0..<Self.counts[number % Self.counts.count]).map { pick(first + $0, of: table, isAround ? 2 : 1) }
  }

  /// Operators of one table that the relays before this one have drawn.
  private static func drawnBefore(_ number: Int, around: Bool) -> Int {
    let period = 3 * counts.count
    func count(_ range: Range<Int>) -> Int {
      range.reduce(0) { $0 + (($1 % 3 == 2) == around ? counts[$1 % counts.count] : 0) }
    }
    return number / period * count(0..<period) + count(0..<number % period)
  }

  private func pick(_ index: Int, of table: [Operator], _ use: UInt64) -> Operator {
    var random = SplitMix64(seed: seed &+ use &* 1_000_003 &+ UInt64(index / table.count) &* 0x9E6C_63D0_876A_68EE)
    return table.shuffled(using: &random)[index % table.count]
  }

  /// Two sentences show most; what shows an operator is always among them.
  private static func scenarios(_ operators: [Operator], _ random: inout SplitMix64) -> [String] {
    var names = ["two-utterances"] + operators.compactMap(\.scenario)
    // What breaks a rule on purpose hides a client that breaks it by chance.
    let more =
      operators.contains { $0.party == .client } ? ["baseline"] : ["baseline", "hang-up", "no-stop", "wav-header", "burst", "concurrent"]
    names.append(more[Int(random.next() % UInt64(more.count))])
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
