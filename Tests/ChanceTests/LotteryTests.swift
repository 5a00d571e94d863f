import Chance
import Testing
import Timeline

/// Which relays chance makes.
struct LotteryTests {
  @Test func theSameSeedDrawsTheSameRelays() {
    for number in 0..<200 {
      let one = Lottery(seed: 7).draw(number)
      let other = Lottery(seed: 7).draw(number)
      #expect(one.operators.map(\.text) == other.operators.map(\.text))
      #expect(one.habits.map(\.habit.name) == other.habits.map(\.habit.name))
      #expect(one.scenarios == other.scenarios)
    }
  }

  @Test func anotherSeedDrawsOthers() {
    let one = (0..<50).map { Lottery(seed: 1).draw($0).operators.map(\.text) }
    let other = (0..<50).map { Lottery(seed: 2).draw($0).operators.map(\.text) }
    #expect(one != other)
  }

  /// Every kind at least twenty times in ten thousand relays, and every habit.
  @Test func nothingIsLeftToLuck() {
    var kinds: [String: Int] = [:]
    var habits: [String: Int] = [:]
    let lottery = Lottery(seed: 1)
    for number in 0..<10_000 {
      let relay = lottery.draw(number)
      for own in relay.operators { kinds[own.name, default: 0] += 1 }
      for (habit, _) in relay.habits { habits[habit.name, default: 0] += 1 }
    }
    for kind in OperatorTable.all { #expect(kinds[kind.name, default: 0] >= 20, "\(kind.name)") }
    for habit in HabitTable.all { #expect(habits[habit.name, default: 0] >= 20, "\(habit.name)") }
  }

  @Test func aThirdIsWrongAroundTheRelay() {
    let lottery = Lottery(seed: 1)
    let relays = (0..<300).map(lottery.draw)
    for relay in relays {
      #expect(relay.operators.count <= 3)
      #expect(relay.habits.count <= 4)
      for own in relay.operators { #expect((own.party == .relay) == (relay.number % 3 != 2)) }
    }
    #expect(relays.contains { $0.operators.isEmpty })
    #expect(relays.contains { $0.operators.count == 3 })
  }

  @Test func kindsAreFoundByNameAndByParts() {
    #expect(OperatorTable.named("relay/relay-client/final/drop").count == 1)
    #expect(OperatorTable.named("final/drop").count == 3)
    #expect(OperatorTable.named("drop final (service)").count == 1)
    #expect(OperatorTable.named("nonsense").isEmpty)
    #expect(Set(OperatorTable.all.map(\.name)).count == OperatorTable.all.count)
  }
}
