import Running
import Testing
import Timeline

/// A look at the clocks ten times a second: what it finds is written down, and nothing else.
struct ClockWatchTests {
  private static let start: Int64 = 1_700_000_000_000_000_000

  @Test func aQuietMachineIsNotMentioned() {
    var watch = ClockWatch(now: 0, wall: Self.start)
    for step in 1...100 {
      // Up to 490 ms late, and a wall clock that is slewed by a hundredth.
      let now = Int64(step) * .milliseconds(590)
      #expect(watch.look(now: now, wall: Self.start + now * 101 / 100).isEmpty)
    }
  }

  @Test func aLookThatComesLateIsStarvation() {
    var watch = ClockWatch(now: 0, wall: Self.start)
    #expect(watch.look(now: .milliseconds(100), wall: Self.start + .milliseconds(100)).isEmpty)
    let notes = watch.look(now: .milliseconds(900), wall: Self.start + .milliseconds(900))
    #expect(notes.map(\.code) == [.starved])
    #expect(notes.first?.text.contains("no turn for 0.7 s") == true)
    #expect(watch.look(now: .seconds(1), wall: Self.start + .seconds(1)).isEmpty, "it is over")
  }

  @Test(arguments: [(Nanoseconds.seconds(3600), "3600.0 s forward"), (-.seconds(2), "2.0 s back")])
  func aWallClockThatJumpsIsAStep(jump: Nanoseconds, text: String) {
    var watch = ClockWatch(now: 0, wall: Self.start)
    let notes = watch.look(now: .milliseconds(100), wall: Self.start + .milliseconds(100) + jump)
    #expect(notes.map(\.code) == [.clockStep] && notes.first?.text.contains(text) == true, "\(notes)")
    #expect(watch.look(now: .milliseconds(200), wall: Self.start + .milliseconds(200) + jump).isEmpty, "a step is told once")
  }
}
