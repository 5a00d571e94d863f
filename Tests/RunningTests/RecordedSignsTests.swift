import Diagnosis
import Foundation
import Lab
import Running
import Testing

/// `Fixtures/signs.txt` is what the lab plays: a sample is played again, for all of it would take minutes. `make signs` makes it anew.
struct RecordedSignsTests {
  /// Evenly spread, so that each cause comes within its reach; another seed is another sample.
  private static func sample(_ playings: [SignPlaying], _ count: Int, seed: UInt64) -> [SignPlaying] {
    var random = SplitMix64(seed: seed)
    let stride = playings.count / count
    return (0..<count).map { playings[$0 * stride + Int(random.next() % UInt64(stride))] }
  }

  @Test(.timeLimit(.minutes(5)), arguments: sample(SignPlayings.all.filter { !$0.causes.isEmpty }, 24, seed: 12))
  func whatIsPlayedIsInTheFile(_ playing: SignPlaying) throws {
    for experiment in try playing.experiments() {
      guard let place = RecordedSigns.builtIn.place(of: experiment.traits) else { continue }
      let showing =
        playing.causes.count == 1
        ? RecordedSigns.builtIn.showing(of: playing.causes[0], under: place)
        : RecordedSigns.builtIn.showing(of: CausePair(playing.causes[0], playing.causes[1]), under: place)
      let strange = try #require(showing).surprises(SignSet(experiment.signs))
      #expect(strange.isEmpty, "\(playing.name), \(experiment.scenario): \(strange.signs)")
    }
  }

  /// No habit makes a relay look ill.
  @Test(.timeLimit(.minutes(5)), arguments: SignPlayings.all.filter { $0.causes.isEmpty })
  func aHealthyRelayHasNoSymptomWhateverItsHabits(_ playing: SignPlaying) throws {
    for experiment in try playing.experiments() {
      #expect(experiment.isHealthy, "\(playing.name), \(experiment.scenario): \(experiment.symptoms)")
    }
  }

  /// In whatever order and how often it was played, the same is kept; and what is written is read as it was.
  @Test func theFileIsReadAsItIsWritten() throws {
    let text = RecordedSigns.builtIn.text
    #expect(RecordedSigns(parsing: text) == .builtIn)
    #expect(RecordedSigns(parsing: text)?.text == text)
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Fixtures/signs.txt").standardized
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    #expect(RecordedSigns(parsing: "early-break\n 0:wY|wp1\n") == nil)
    #expect(text.utf8.count < 300_000)
  }

  @Test func everySuspectIsPlayedOrWrittenByHand() {
    for suspect in HypothesisTable.all {
      #expect(RecordedSigns.builtIn.alone[suspect.rule] != nil || suspect.isWrittenByHand, "\(suspect.rule)")
    }
    for rule in RecordedSigns.builtIn.alone.keys where rule != Matrix.healthy {
      #expect(HypothesisTable.all.contains { $0.rule == rule }, "\(rule)")
    }
  }
}
