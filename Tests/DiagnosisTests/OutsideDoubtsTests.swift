import Testing
import Timeline
import Written

@testable import Diagnosis

/// What looks alike from where one stands: a suspicion names the others that it may be.
struct OutsideDoubtsTests {
  private static let words = #"stop="stop" transcript="tell me more about this please" utterances=1"#

  private static func first(_ timeline: String) throws -> Finding {
    try #require(Diagnosis.diagnose(try WrittenTimeline(timeline).recording).rootCauses.first?.finding)
  }

  private static func names(_ timeline: String) throws -> [String] {
    let finding = try first(timeline)
    #expect(finding.certainty == .suspected)
    return [finding.rule] + finding.alternatives.map(\.rule)
  }

  private static let two = #"stop="stop" transcript="the train leaves at seven please bring a warm coat and gloves" utterances=2"#

  @Test func aServiceThatFellSilentMayBeBehindAClientThatWaitedInVain() throws {
    let names = try Self.names(
      """
      \(Opening.clientHop("two-utterances", seconds: 6, audio: 6, options: Self.two))
        1.20      client  ← results "the train" interim start=0 duration=1
        2.60      client  ← results "the train leaves at seven" final start=0 duration=2.1
        6.12      client  → text "stop"
        16.20     note    wait-expired
        16.21     client  → close 1000
        16.22     client  ← close 1000
      """)
    #expect(names.contains("unexpected-close") && names.contains("early-break"), "\(names)")
  }

  @Test func whoEndsTheSessionInItsMiddleMayOnlyPassItOn() throws {
    let names = try Self.names(
      """
      \(Opening.clientHop("two-utterances", seconds: 6, audio: 0, options: Self.two))
        0.10-3.60 client  → audio 3.5s
        2.60      client  ← results "the train leaves at seven" final start=0 duration=2.1
        3.61      client  ← close 1011
      session baseline audio=linear16/16000/1 seconds=4 \(Self.words)
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-14.10 client  → audio 4.0s
        14.12       client  → text "stop"
        14.30       client  ← results "tell me more about this please" final start=0 duration=4
        14.33       client  ← close 1000
      """)
    #expect(names.contains("unexpected-close") && names.contains("early-break"), "\(names)")
  }

  @Test func aComplaintOfTextInTheMiddleMayBeOfAudioThatIsSentAsText() throws {
    let names = try Self.names(
      """
      \(Opening.clientHop(seconds: 4, audio: 0, options: Self.words))
        0.10-2.60 client  → audio 2.5s
        1.20      client  ← results "tell me" interim start=0 duration=1
        2.61      client  ← close 1008 "Unknown text message"
      """)
    #expect(names.contains("audio-sent-as-text"), "\(names)")
  }

  @Test func wordsThatStopBehindAFinalizeMayBeBehindOneThatWasTakenForAudio() throws {
    func session(_ name: String, at start: Int, _ middle: String, _ end: String) -> String {
      """
      session \(name) audio=linear16/16000/1 seconds=4 \(Self.words)
        \(start).00      client  → GET /listen
        \(start).01      client  ← 101
        \(start).10-\(start + 4).10 client  → audio 4.0s
        \(start + 1).20      client  ← results "tell me" interim start=0 duration=1
      \(middle)
        \(start + 4).12      client  → text "stop"
        \(start + 4).30      client  ← \(end)
        \(start + 4).33      client  ← close 1000
      """
    }
    let whole = session("baseline", at: 0, "", #"results "tell me more about this please" final start=0 duration=4"#)
    let lost = session("finalize", at: 10, "  11.30      client  → Finalize", "ping")
    let names = try Self.names(whole + "\n" + lost)
    #expect(names.contains("control-sent-as-audio"), "\(names)")
  }

  /// Whose relay converts does not pass a header on: with one, the same declaration is as wrong.
  @Test func aContainerMayBeDeclaredWhereTheHeaderIsConvertedAway() throws {
    func session(_ name: String, _ format: String, at start: Int) -> String {
      """
      session \(name) audio=\(format) seconds=4 \(Self.words)
        \(start).00      client  → GET /listen
        \(start).01      client  ← 101
        \(start).10-\(start + 4).10 client  → audio 4.0s
        \(start + 4).12      client  → text "stop"
        \(start + 4).30      client  ← metadata duration=0 sha256=\(String(repeating: "ab", count: 32))
        \(start + 4).33      client  ← close 1000
      """
    }
    let names = try Self.names(
      session("baseline", "linear16/16000/1", at: 0) + "\n" + session("wav-header", "linear16/16000/1/wav", at: 10))
    #expect(names.contains("container-declared-for-raw-audio"), "\(names)")
  }

  /// A relay may convert audio, and then its hash is another: the words that an interim told were heard.
  @Test func aFinalThatIsMissingIsNoAlteredAudio() throws {
    func session(_ results: String) -> String {
      """
      \(Opening.clientHop(seconds: 4, options: Self.words))
      \(results)
        4.12      client  → text "stop"
        4.30      client  ← metadata duration=4 sha256=\(String(repeating: "ab", count: 32))
        4.33      client  ← close 1000
      """
    }
    let heard = session(#"  3.90      client  ← results "tell me more about this please" interim start=0 duration=3.8"#)
    let result = Diagnosis.diagnose(try WrittenTimeline(heard).recording)
    let rules = result.rootCauses.flatMap { [$0.finding.rule] + $0.explains }
    #expect(!rules.contains("audio-altered") && rules.contains("results-dropped"), "\(rules)")
    let finalsOnly = session(#"  2.20      client  ← results "tell me" final start=0 duration=2"#)
    let names = try Self.names(finalsOnly)
    #expect(names.contains("audio-altered") && names.contains("results-dropped"), "\(names)")
  }

  /// What a way does to the request it does to what comes behind it.
  @Test(arguments: [(arrives: "3.13-4.13", sure: true), ("5.40-6.00", false)])
  func aLateDialIsTheRelaysWhereTheRestIsQuick(arrives: String, sure: Bool) throws {
    let finding = try Self.first(
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02-4.02 client  → audio 4.0s
        3.10      service → GET /v1/listen?encoding=linear16&sample_rate=16000&interim_results=true
        3.12      service ← 101
        \(arrives) service → audio 4.0s
        4.03      client  → text "stop"
        6.01      service → CloseStream
        6.10      service ← results "tell me" final start=0 duration=4
        6.11      client  ← results "tell me" final start=0 duration=4
        6.20      service ← metadata duration=4
        6.21      service ← close 1000
        6.22      client  ← metadata duration=4
        6.23      client  ← close 1000
      """)
    #expect(finding.rule == "slow-start" && (finding.certainty == .proven) == sure, "\(finding)")
  }

  @Test func anEndThatIsToldLateMayHaveTakenItsTimeWhereNoAudioWasSentToo() throws {
    let names = try Self.names(
      """
      run service-hop=simulated
      session control-only stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      client  → KeepAlive
        0.05      client  → text "stop"
        3.10      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        3.12      service ← 101
        5.40      service → KeepAlive
        5.40      service → CloseStream
        5.60      service ← metadata duration=0
        5.61      service ← close 1000
        7.00      client  ← close 1000
      """)
    #expect(names == ["close-not-relayed", "slow-start"], "\(names)")
  }
}
