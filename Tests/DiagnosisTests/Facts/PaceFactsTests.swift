import Speech
import Testing
import Timeline

@testable import Diagnosis

/// How fast the audio goes, and how late what comes of it is.
struct PaceFactsTests {
  private static let opening = "0 client → GET /\n0 client ← 101\n"

  /// Two seconds of audio in so long.
  @Test(arguments: [(2.0, true), (1.8, true), (1.6, false), (0.5, false), (4.0, true)])
  func theClientKeepsPace(span: Double, keeps: Bool) throws {
    #expect(try Told.facts("\(Self.opening)0.1-\(0.1 + span) client → audio 2.0s").keepsPace == keeps)
  }

  @Test func whoMeansToHurryKeepsNoPace() throws {
    let lines = "\(Self.opening)0.1-2 client → audio 2.0s"
    #expect(try !Told.facts(lines, Told.session + " provokes=pacing-too-fast").keepsPace)
    #expect(try !Told.facts(lines, Told.session + " provokes=pacing-bursty").keepsPace)
    #expect(try Told.facts(lines, Told.session + " provokes=early-break").keepsPace)
    // Too little to speak of a pace.
    #expect(try Told.facts("\(Self.opening)0.1 client → audio 0.5s").keepsPace)
  }

  @Test(arguments: [(0.0999, 0.0), (0.1, 0.1), (1.05, 1.0), (2.0, 2.0), (9.0, 2.0)])
  func whatWasSentByThen(time: Double, seconds: Double) throws {
    let facts = try Told.facts(Told.speaking)
    #expect(abs(facts.sentSeconds(by: .seconds(time)) - seconds) < 1e-9)
    #expect(abs(facts.audioSecondsSent(after: .seconds(time)) - (2 - seconds)) < 1e-9)
  }

  /// Two seconds at once are spoken no sooner than in two seconds.
  @Test(arguments: [0.2, 2.1, 4.1])
  func aFinalWaitsFromWhenItsWordsCanHaveBeenSpoken(sentBy: Double) throws {
    let facts = try Told.facts(
      """
      \(Self.opening)0.1-\(sentBy) client → audio 2.0s
      5 client ← results a final start=0 duration=2
      6 client ← results b final start=2 duration=0
      """)
    let wait = try #require(facts.waitsOfFinals(on: facts.client).first)
    #expect(abs(wait.waited - .seconds(5 - max(sentBy, 2.1))) < .milliseconds(120))
  }

  /// Seconds sent, less the seconds that the interim speaks of.
  @Test(
    arguments: [
      FactCase("an interim", "1.05 client ← results a interim start=0 duration=0.7", [0.3]),
      FactCase("a final", "1.05 client ← results a final start=0 duration=0.7", []),
      FactCase("of the future, by its own clock", "1.05 client ← results a interim start=0 duration=1.2", [-0.2]),
      FactCase("long behind the audio", "9 client ← results a interim start=0 duration=0.7", [1.3]),
      FactCase("without a time", "1.05 client ← message \"{'transcript':'a','is_final':false}\"", []),
    ] as [FactCase<[Double]>])
  func theLatenessOfInterims(_ test: FactCase<[Double]>) throws {
    let lateness = try #require(try Told.facts("\(Told.speaking)\n\(test.lines)").interimLateness)
    #expect(lateness.map { ($0.seconds * 1000).rounded() / 1000 } == test.says)
  }

  /// Behind the end of the audio nothing can be told: the clock of the audio stands still.
  @Test(arguments: [(2.3, 1), (2.301, 0)]) func whatComesBehindTheAudioIsNotLate(at: Double, count: Int) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(at) client ← results a interim start=0 duration=1.5")
    #expect(facts.lateness(on: facts.client).count == count)
  }

  @Test func audioThatWasHeldIsNamedWithItsPlace() throws {
    let held = """
      0.02 service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.05 service ← 101
      0.15-0.95 service → audio 0.9s
      1.90 service → audio 0.5s from=0.9 chunk=500
      1.95-2.05 service → audio 0.6s from=1.4 chunk=300
      """
    let facts = try Told.facts("\(Told.speaking)\n\(held)")
    #expect(facts.keepsPace)
    let delay = try #require(facts.audioDelay(beyond: .milliseconds(300)))
    #expect(abs(delay.seconds - 0.5) < 0.4 && delay.longest > .milliseconds(300), "\(delay)")
    #expect(facts.audioDelay(beyond: .seconds(2)) == nil)
    #expect(try Told.facts("\(Told.speaking)\n\(Told.passedOn)").audioDelay(beyond: .milliseconds(100)) == nil)
    // What is lost is not late.
    #expect(
      try Told.facts("\(Told.speaking)\n\(held.replacing("0.6s from=1.4", with: "0.3s from=1.4"))").audioDelay(beyond: .milliseconds(300))
        == nil)
  }

  @Test func aReaderThatPausesHoldsNothingBack() throws {
    let late = "0.02 service → GET /\n0.05 service ← 101\n0.15-0.95 service → audio 0.9s\n2-2.05 service → audio 1.1s from=0.9 chunk=550"
    #expect(try Told.facts("\(Told.speaking)\n0.5 note step \"stop reading\"\n\(late)").audioDelay(beyond: .milliseconds(300)) == nil)
  }
}
