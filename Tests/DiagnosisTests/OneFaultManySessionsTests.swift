import Written
import Testing
import Timeline

@testable import Diagnosis

/// One fault shows itself otherwise in sessions of another shape, and is one cause all the same.
struct OneFaultManySessionsTests {
  private static func causes(_ timeline: String) throws -> [RootCause] {
    Diagnosis.diagnose(try WrittenTimeline(timeline).recording).rootCauses.filter { $0.finding.severity == .error }
  }

  @Test func whatIsLetGoFromSomeMomentOnIsAllWhereTheAudioComesLater() throws {
    let causes = try Self.causes(
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-0.81 service → audio 0.7s
        4.12      client  → text "stop"
        4.13      service → CloseStream
      session burst audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04       service ← 101
        11.00-15.00 client  → audio 4.0s
        15.02       client  → text "stop"
        15.03       service → CloseStream
      """)
    #expect(causes.map(\.finding.rule) == ["audio-lost-at-end"])
    #expect(causes.first?.explains.contains("audio-not-forwarded") == true)
  }

  @Test func aLossInTheMiddleOfOneSessionIsOneAtTheEndOfAnother() throws {
    func session(_ name: String, at start: Int, _ metadata: String) -> String {
      """
      session \(name) audio=linear16/16000/1 seconds=2 stop="stop"
        \(start).00       client  → GET /listen
        \(start).01       client  ← 101
        \(start).10-\(start + 2).00 client  → audio 2.0s
        \(start + 2).12       client  → text "stop"
        \(start + 2).31       client  ← metadata \(metadata)
        \(start + 2).33       client  ← close 1000
      """
    }
    let end = "duration=1.5 sha256=403b296447cd7182cece9f68eb702f46ef4797dafed253d599b4bc7200e27ec6"
    let middle = "duration=1.7 sha256=100a14f91937aa658680605de3284626783795d405e1cbb9fcd98528e67d8ea5"
    let sessions = [session("baseline", at: 10, end), session("two-utterances", at: 20, end), session("huge-chunks", at: 30, middle)]
    let causes = try Self.causes(sessions.joined(separator: "\n"))
    #expect(causes.map(\.finding.rule) == ["audio-lost-at-end"])
    #expect(causes.first?.explains == ["audio-lost"])
  }

  /// What is sent behind later audio has nothing behind it where the client stops first but the end of the stream.
  @Test func whatComesInTheWrongOrderComesBehindTheEndOfAnother() throws {
    let causes = try Self.causes(
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-1.61 service → audio 1.5s
        2.51-2.61 service → audio 0.1s from=2.4
        2.62      service → audio 0.9s from=1.5
        2.63-4.11 service → audio 1.5s from=2.5
        4.12      client  → text "stop"
        4.13      service → CloseStream
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04       service ← 101
        10.10-12.10 client  → audio 2.0s
        10.11-11.61 service → audio 1.5s
        12.12       client  → text "stop"
        12.13       service → CloseStream
        12.30       service → audio 0.5s from=1.5
      """)
    #expect(causes.count == 1)
    let told = causes.flatMap { [$0.finding.rule] + $0.explains }
    #expect(told.contains("audio-lost-at-end") && told.contains("audio-reordered"))
  }

  /// The relay ends each stream at the same moment: the client of one is about to stop, and only its end is lost.
  @Test func anEndBeforeItsTimeIsTheLossOfTheEndOfAnother() throws {
    func cut(_ start: Int) -> String {
      """
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        \(start).00      client  → GET /listen
        \(start).01      client  ← 101
        \(start).10-\(start + 1).80 client  → audio 1.7s
        \(start + 1).80      client  ← metadata duration=1.5 sha256=403b296447cd7182cece9f68eb702f46ef4797dafed253d599b4bc7200e27ec6
        \(start + 1).81      client  ← close 1000
      """
    }
    let short = """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.10-22.00 client  → audio 2.0s
        22.02       client  → text "stop"
        22.21       client  ← metadata duration=1.5 sha256=403b296447cd7182cece9f68eb702f46ef4797dafed253d599b4bc7200e27ec6
        22.23       client  ← close 1000
      """
    let causes = try Self.causes([cut(0), short, cut(40)].joined(separator: "\n"))
    #expect(causes.map(\.finding.rule) == ["empty-audio-frame"])
  }

  @Test func anEndBeforeItsTimeIsAnEndBeforeTheFirstAudioOfAnother() throws {
    let causes = try Self.causes(
      """
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.20 client  → audio 1.1s
        1.20      client  ← metadata duration=0.9 sha256=abc
        1.21      client  ← close 1000
      session burst audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        11.00-11.01 client  → audio 1.0s
        11.20       client  ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        11.21       client  ← close 1000
      """)
    #expect(causes.map(\.finding.rule) == ["empty-audio-frame"])
  }

  /// The last words that came are older than what kept the next ones back.
  @Test func whatIsMissingBehindAStopFollowsFromIt() throws {
    let causes = try Self.causes(
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        2.17      client  ← close 1008 "Unknown text message"
      """)
    #expect(causes.map(\.finding.rule) == ["stop-forwarded-verbatim"])
  }

  /// Neither of the two explains both sessions, nor do the two together.
  @Test func onceSilentAndOnceWithoutAnEndIsOneThing() throws {
    let causes = try Self.causes(
      """
      session two-utterances audio=linear16/16000/1 seconds=6 stop="stop" transcript="tell me more about it" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-6.10 client  → audio 6.0s
        1.20      client  ← results "tell" interim start=0 duration=1
        2.40      client  ← results "tell me" final start=0 duration=2
        6.12      client  → text "stop"
        18.2      note wait-expired "closed within 12 s"
      session burst audio=linear16/16000/1 seconds=6 stop="stop" transcript="tell me more about it" utterances=2 
        30.00       client  → GET /listen
        30.01       client  ← 101
        31.00-36.10 client  → audio 6.0s
        32.10       client  ← results "tell" interim start=0 duration=1
        36.12       client  → text "stop"
        48.2        note wait-expired "closed within 12 s"
      """)
    #expect(causes.map(\.finding.rule) == ["early-break"])
    #expect(causes.first?.finding.alternatives.contains { $0.rule == "close-stream-missing" } == true)
    #expect(Set(causes.flatMap(\.finding.evidence).map(\.session)) == [1, 2])
  }

  @Test func aSuspicionThatMayBeTheOtherIsNoSecondCause() {
    func suspicion(_ rule: String, or other: String?, in session: Int, party: Party) -> Finding {
      var finding = ReckoningTests.finding(rule, in: session...session, party: party)
      finding.certainty = .suspected
      finding.alternatives = [Alternative(rule: other ?? "relay-crashed", separateBy: .look("at the log"))]
      return finding
    }
    let broken = suspicion("unexpected-close", or: nil, in: 2, party: .network)
    let found = RootCauses.judge(
      [suspicion("early-break", or: "unexpected-close", in: 1, party: .relay), broken], failedChecks: [])
    #expect(found.causes.map(\.finding.rule) == ["unexpected-close"])
    #expect(found.causes.first?.explains == ["early-break"])
    // One that cannot be the other stays.
    let two = RootCauses.judge([suspicion("early-break", or: nil, in: 1, party: .relay), broken], failedChecks: [])
    #expect(two.causes.count == 2)
  }

  /// In one session it says nothing behind the end of the stream, in the other all but its Metadata.
  @Test func aServiceThatFallsSilentOwesInEachSession() throws {
    let causes = try Self.causes(
      """
      \(Opening.bothHops())
        1.00      service ← results "tell me" interim start=0 duration=1
        1.01      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        2.13      service → CloseStream
        14.2      note wait-expired "closed within 12 s"
      session again audio=linear16/16000/1 seconds=2 stop="stop"
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.01       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.03       service ← 101
        20.10-22.10 client  → audio 2.0s
        20.11-22.11 service → audio 2.0s
        22.12       client  → text "stop"
        22.13       service → CloseStream
        22.30       service ← results "tell me more" final start=0 duration=2
        22.31       client  ← results "tell me more" final start=0 duration=2
        34.2        note wait-expired "closed within 12 s"
      """)
    #expect(causes.map(\.finding.rule) == ["no-final"])
    #expect(causes.first?.finding.party == .service)
  }

  /// The relay closes as soon behind the stop as where it cuts off the last words: with finals only, a short clip has none before.
  @Test func aCloseAtTheStopCutsOffTheLastWordsOrAll() throws {
    func session(_ name: String, at start: Int, seconds: Int, _ words: String) -> String {
      """
      session \(name) audio=linear16/16000/1 seconds=\(seconds) stop="stop" transcript="tell me a little more"
        \(start).00 client  → GET /listen
        \(start).01 client  ← 101
        \(start).10-\(start + seconds).10 client  → audio \(seconds).0s
      \(words)
        \(start + seconds).12 client  → text "stop"
        \(start + seconds).13 client  ← close 1000
      """
    }
    let heard = """
        2.60 client  ← results "tell me" final start=0 duration=2
        3.60 client  ← results "a little" interim start=2 duration=1
      """
    let causes = try Self.causes(session("two-utterances", at: 0, seconds: 5, heard) + "\n" + session("baseline", at: 20, seconds: 2, ""))
    #expect(causes.map(\.finding.rule) == ["closed-before-final"])
    #expect(Set(causes.first?.finding.evidence.map(\.session) ?? []) == [1, 2])
  }

  /// A relay that leaves out silence and sends some audio twice: what is missing of the one session is no loss.
  @Test func silenceThatIsLeftOutIsNoLossBesideAudioThatComesTwice() throws {
    let other = String(repeating: "0", count: 64)
    let causes = try Self.causes(
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" transcript="tell me more of that"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.10-4.10 client  → audio 2.0s blank
        4.10-5.10 client  → audio 1.0s from=4
        5.12      client  → text "stop"
        5.30      client  ← results "tell me more" final start=0 duration=4
        5.31      client  ← metadata duration=4.0 sha256=\(other)
        5.33      client  ← close 1000
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.10 client  → audio 2.0s
        12.12       client  → text "stop"
        12.30       client  ← results "tell me tell me more" final start=0 duration=2.4
        12.31       client  ← metadata duration=2.46 sha256=\(other)
        12.33       client  ← close 1000
      """)
    #expect(causes.map(\.finding.rule) == ["audio-duplicated"])
  }

  /// The relay is there for its clients all the time, and nothing of it reaches the service any more.
  @Test func aWayThatIsCutIsOneCauseForAllThatIsMissingBehindIt() throws {
    let causes = try Self.causes(
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-1.11 service → audio 1.0s
        2.00      client  ← message "{'type':'heartbeat'}"
        4.00      client  ← message "{'type':'heartbeat'}"
        6.00      client  ← message "{'type':'heartbeat'}"
        11.1      service ← close 1011 "net0001"
        16.1      client  → close 1000
        16.2      client  ← close 1000
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.04       service ← 101
        20.10-22.10 client  → audio 2.0s
        20.11-22.11 service → audio 2.0s
        22.12       client  → text "stop"
        22.13       service → CloseStream
        22.30       service ← results "tell me more" final start=0 duration=2
        22.31       service ← metadata duration=2.0 sha256=abc
        22.32       service ← close 1000
        34.1        client  → close 1000
        34.2        client  ← close 1000
      """)
    #expect(causes.map(\.finding.rule) == ["unexpected-close"])
    #expect(causes.first?.finding.party == .network && causes.first?.finding.certainty == .suspected)
    #expect(causes.first?.explains.contains("idle-timeout") == true)
  }
}
