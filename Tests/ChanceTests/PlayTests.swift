import Chance
import Testing
import Timeline

/// What is true of every play, whatever a diagnosis makes of it.
struct PlayTests {
  private static let some = Array(0..<30)

  @Test(arguments: [3, 11, 26])
  func theSameSeedPlaysTheSame(_ number: Int) throws {
    let relay = Lottery(seed: 3).draw(number)
    let one = try Play(relay, toolVersion: "test")
    let other = try Play(relay, toolVersion: "test")
    #expect(one.recording == other.recording)
    #expect(one.journal.changes.map(\.what) == other.journal.changes.map(\.what))
  }

  @Test(arguments: some)
  func theJournalKnowsWhatWasDone(_ number: Int) throws {
    let relay = Lottery(seed: 3).draw(number)
    let twin = try Play(relay.twin, toolVersion: "test")
    #expect(twin.journal.changes.isEmpty)
    let play = try Play(relay, toolVersion: "test")
    if relay.operators.isEmpty { #expect(play.recording == twin.recording) }
    // Nothing was done, nothing is otherwise; and no party is written down that no operator has.
    if play.journal.changes.isEmpty { #expect(ClientSight.all(play.recording) == ClientSight.all(twin.recording)) }
    #expect(Set(play.journal.changes.map(\.party)).isSubset(of: relay.operators.map(\.party)))
  }

  /// Every kind, put to work all the time, does something, and where it does the recording is not the twin's.
  @Test(arguments: OperatorTable.all.indices.filter { $0 % 3 == 0 })
  func everyKindChangesSomething(_ index: Int) throws {
    let kind = OperatorTable.all[index]
    let lottery = Lottery(seed: 5, only: [kind])
    for number in 0..<4 {
      var relay = lottery.draw(number)
      relay.habits = []
      relay.operators = relay.operators.map(\.widened)
      let play = try Play(relay, toolVersion: "test")
      guard !play.journal.changes.isEmpty else { continue }
      let twin = try Play(relay.twin, toolVersion: "test")
      #expect(play.recording.events != twin.recording.events)
      return
    }
    Issue.record("\(kind.name) changed nothing in four relays")
  }

  /// A habit takes no words from the client.
  @Test(arguments: HabitTable.all.indices)
  func habitsLeaveTheWordsAlone(_ index: Int) throws {
    let habit = HabitTable.all[index]
    let drawn = (0..<2000).lazy.map { Lottery(seed: 9).draw($0) }.first { $0.habits.contains { $0.habit.name == habit.name } }
    var relay = try #require(drawn).twin
    relay.scenarios = ["two-utterances"]
    relay.habits.removeAll { $0.habit.name != habit.name }
    var plain = relay
    plain.habits = []
    let own = try #require(ClientSight.all(Play(relay, toolVersion: "test").recording)[1])
    let reference = try #require(ClientSight.all(Play(plain, toolVersion: "test").recording)[1])
    #expect(own.finalWords == reference.finalWords)
    #expect(!own.finalWords.isEmpty)
  }
}
