import Diagnosis
import Lab
import Running
import Testing
import Timeline

/// The table inside the binary is what the lab shows: `make signs` plays all of it, this a part.
struct SignRecorderTests {
  /// A dozen plays, of every party and chapter: no sign that the table leaves out.
  @Test(.timeLimit(.minutes(5))) func noPlayShowsWhatTheTableLeavesOut() throws {
    let plays = SignPlay.all
    #expect(plays.count > 1000)
    for play in stride(from: 5, to: plays.count, by: 487).map({ plays[$0] }) {
      for experiment in try play.experiments(toolVersion: "test") {
        let more = experiment.signs.subtracting(
          SignTable.recorded.signs(of: play.causes, under: experiment.traits, in: experiment.setting))
        #expect(more.isEmpty, "\(play), \(experiment.scenario): \(more)")
      }
    }
  }

  /// Every fault is played with every habit, with other figures, and in other circumstances.
  @Test func allOfTheLabIsPlayed() {
    let played = Set(SignPlay.all.map(\.causes))
    let causes = Set(FaultCatalogue.all.filter(\.isSeenByClient).map(\.rule))
    #expect(played.filter { $0.count < 2 } == Set([[]] + causes.map { [$0] }))
    #expect(played.count(where: { $0.count == 2 }) == causes.count * (causes.count - 1) / 2)
  }
}
