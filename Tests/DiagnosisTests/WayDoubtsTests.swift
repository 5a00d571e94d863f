import Testing
import Timeline
import Written

@testable import Diagnosis

/// What is missing behind the last that went through may be missing because nothing went through any more.
struct WayDoubtsTests {
  private static func causes(_ timeline: String) throws -> [Finding] {
    Diagnosis.diagnose(try WrittenTimeline(timeline).recording).rootCauses.map(\.finding)
  }

  /// The client's own Close, and what the relay made of it.
  private static func dropped(_ end: String) -> String {
    """
    \(Opening.bothHops())
      1.00      service ← results "tell me" interim start=0 duration=1
      1.01      client  ← results "tell me" interim start=0 duration=1
      2.12      client  → text "stop"
      2.13      service → CloseStream
      2.30      service ← results "tell me more" final start=0 duration=2
      2.31      service ← metadata duration=2.0
      2.32      service ← close 1000
      2.33      service → close 1000
      14.2      note wait-expired "closed within 12 s"
      14.2      client  → close 1000
    \(end)
    """
  }

  @Test func aRelayThatAnswersTheCloseHasDroppedIt() throws {
    let causes = try Self.causes(Self.dropped("  14.21     client  ← close 1000"))
    let found = try #require(causes.first { $0.rule == "results-dropped" })
    #expect(found.certainty == .proven && found.alternatives.isEmpty)
  }

  @Test func aCloseThatNobodyAnswersMakesItAGuess() throws {
    let causes = try Self.causes(Self.dropped("  18.2      client  end fin by=client"))
    let found = try #require(causes.first { $0.rule == "results-dropped" })
    #expect(found.certainty == .suspected)
    #expect(found.alternatives.map(\.rule) == ["unexpected-close"])
    #expect(!causes.contains { $0.certainty == .proven && $0.severity == .error })
  }

  /// The relay went on talking to its client behind what is missing: the way was there.
  @Test func whatIsMissingInTheMiddleStaysProven() throws {
    let causes = try Self.causes(
      """
      \(Opening.bothHops("two-utterances", seconds: 4))
        1.60      service ← results "tell me" final start=0 duration=1.5
        2.60      service ← results "a little" interim start=1.5 duration=1
        2.61      client  ← results "a little" interim start=1.5 duration=1
        3.60      service ← results "a little more" final start=1.5 duration=2
        3.61      client  ← results "a little more" final start=1.5 duration=2
        4.12      client  → text "stop"
        4.13      service → CloseStream
        4.31      service ← metadata duration=4.0
        4.32      client  ← metadata duration=4.0
        4.33      service ← close 1000
        4.34      service → close 1000
        16.2      note wait-expired "closed within 12 s"
        16.2      client  → close 1000
        20.2      client  end fin by=client
      """)
    #expect(causes.first { $0.rule == "results-dropped" }?.certainty == .proven)
  }

  /// In one session the relay's audio stops while its client goes on, and not a sign of it comes any more: so it is in the other, where nothing tells.
  @Test func oneDoubtfulSessionMakesTheOthersDoubtful() throws {
    func session(_ name: String, at start: Int, seconds: Int, arriving: Int) -> String {
      """
      session \(name) audio=linear16/16000/1 seconds=\(seconds) stop="stop"
        \(start).00 client  → GET /listen
        \(start).01 client  ← 101
        \(start).02 service → GET /v1/listen?encoding=linear16&sample_rate=16000
        \(start).04 service ← 101
        \(start).10-\(start + seconds).10 client  → audio \(seconds).0s
        \(start).11-\(start + arriving).11 service → audio \(arriving).0s
        \(start + seconds).12 client  → text "stop"
        \(start + seconds + 12).13 note wait-expired "closed within 12 s"
        \(start + seconds + 12).13 client  → close 1000
        \(start + seconds + 12).14 client  ← close 1011 "the service neither spoke nor closed"
      """
    }
    let causes = try Self.causes(
      "run service-hop=simulated\n" + session("two-utterances", at: 0, seconds: 5, arriving: 2) + "\n"
        + session("baseline", at: 40, seconds: 2, arriving: 2))
    let ending = causes.filter { $0.rule == "close-stream-missing" }
    #expect(!ending.isEmpty && ending.allSatisfy { $0.certainty == .suspected })
    #expect(ending.first?.alternatives.contains { $0.rule == "unexpected-close" } == true)
  }
}
