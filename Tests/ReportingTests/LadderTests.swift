import Diagnosis
import Reporting
import Testing
import Timeline
import Written

struct LadderTests {
  /// A row in one line: `client → "stop" !`, `service ⇢ CloseStream expected here ?`.
  private static func line(_ row: LadderRow) -> String {
    let arrow = row.direction.map { $0 == .towardsService ? "→ " : "← " } ?? ""
    return "\(row.hop?.rawValue ?? "·") \(arrow)\(row.label)\(row.isMissing ? " ?" : row.isEvidence ? " !" : "")"
  }

  static func ladder(_ timeline: String, session: Int = 1) throws -> Ladder {
    let recording = try Samples.written(timeline)
    let info = try #require(recording.sessions.first { $0.number == session })
    return Ladder(session: info, in: recording, diagnosis: Diagnosis.diagnose(recording))
  }

  /// Findings written here: what is drawn does not change with what a rule names.
  static func ladder(_ timeline: String, _ rule: String, _ events: [Int64]) throws -> Ladder {
    let recording = try Samples.written(timeline)
    let finding = Finding(
      rule: rule, certainty: .proven, party: .relay, cause: "", summary: "", remedy: "",
      evidence: [Evidence(session: 1, events: events, text: "")])
    return Ladder(session: try #require(recording.sessions.first), in: recording, findings: [finding])
  }

  @Test func tellsASessionRowByRow() throws {
    let ladder = try Self.ladder(Samples.noCloseStream, "close-stream-missing", [45, 44, 47])
    #expect(
      ladder.rows.map(Self.line) == [
        "client → GET /listen", "client ← 101", "service → GET /v1/listen?encoding=linear16&sample_rate=16000", "service ← 101",
        "client → audio 2.0 s in 20 frames", "service → audio 2.0 s in 20 frames !", #"client → "stop" !"#,
        "service → CloseStream expected here ?", "· 10.1 s with nothing on either hop", "service ← Metadata 2.0 s",
        "service ← Close 1011 \"Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001\" !",
        "· 5.0 s with nothing on either hop", "· the wait ran out: closed within 15 s",
      ])
    #expect(ladder.rows[7].sender == .relay && ladder.rows[7].receiver == .service)
    #expect(ladder.rows[4].events.count == 20 && ladder.rows[4].until > .seconds(2.09))
    #expect(ladder.rows[6].rules == ["close-stream-missing"])
    #expect(ladder.folded.isEmpty)
    #expect(ladder.row(of: 45) == 6)
  }

  /// What each cause misses, between the rows that it should have stood between.
  @Test(arguments: [
    (
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
        14.2      note wait-expired "closed within 12 s"
        14.3      client  → close 1000
      """, "client → audio 0.9 s in 9 frames", "client → stop expected here ?", "· 12.1 s with nothing from either side"
    ),
    (
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.15      client  ← results "tell me more" interim
        14.2      note wait-expired "closed within 12 s"
      """, #"client → "stop""#, "service → CloseStream expected here (this hop was not seen) ?",
      #"client ← Results interim "tell me more""#
    ),
    (
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      service ← close 1000
        2.33      client  ← close 1000
      """, #"service ← Results interim "tell me""#, "client ← Results expected here ?", "service → audio 0.9 s in 9 frames"
    ),
    (
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← metadata duration=2 channels=1
        2.32      client  end fin by=relay
      """, "client ← Metadata 2.0 s", "client ← Close expected here ?", "client ← end of TCP"
    ),
    (
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.125     service → CloseStream
        2.13      client  ← close 1000
        2.14      service → close 1000
        2.20      service ← results "tell me more" final start=0 duration=2
        2.30      service ← metadata duration=2
      """, "service → CloseStream", "client ← last final expected here ?", "client ← Close 1000"
    ),
    (
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service ← results "tell me more" final start=0 duration=2
        2.21      client  ← results "tell me more" final start=0 duration=2
        2.30      service ← metadata duration=2
        2.31      client  ← metadata duration=2
        2.32      service ← close 1000
        17.2      note wait-expired "closed within 15 s"
      """, "service ← Close 1000", "client ← Close expected here ?", "· 14.9 s with nothing on either hop"
    ),
    (
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=6 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-6.10 client  → audio 6.0s
        0.11-6.11 service → audio 6.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← results "tell me more" final start=0 duration=2
        5.50      service ← results "and this too" final start=3 duration=2
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← metadata duration=6
        6.31      service ← close 1000
        17.2      note wait-expired "closed within 11 s"
      """, #"service ← Results final "and this too""#, "client ← Results expected here ?", "service → audio 0.6 s in 6 frames"
    ),
  ])
  func drawsWhatIsMissing(_ timeline: String, before: String, missing: String, after: String) throws {
    let lines = try Self.ladder(timeline).rows.map { Self.line($0).replacing(" !", with: "") }
    let index = try #require(lines.firstIndex(of: missing), "\(lines)")
    #expect(lines.count { $0.hasSuffix(" ?") } == 1)
    #expect(Array(lines[(index - 1)...(index + 1)]) == [before, missing, after])
  }

  @Test(arguments: Samples.stories.filter { $0.timeline.contains("session") }.map(\.name))
  func drawsNothingMissingWhereNothingIs(_ name: String) throws {
    let timeline = try #require(Samples.stories.first { $0.name == name }?.timeline)
    let ladder = try Self.ladder(timeline)
    let missing = ladder.rows.contains(where: \.isMissing)
    #expect(missing == ["no-close-stream", "two-causes", "warning-only"].contains(name))
  }

  @Test func audioIsFoldedUntilSomethingElseHappensOnItsHop() throws {
    let lines = try Self.ladder(
      """
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.50 client  → audio 0.5s
        0.60      client  → ping
        0.70-0.70 client  → audio 0.05s
        1.90-2.00 client  → audio 0.2s
        2.10      client  → KeepAlive
        2.20      client  → empty
        2.30      client  ← message "{'qux':[1,2]}"
        2.40      client  ← close 1011 "no"
        2.50      client  end rst
      """
    ).rows.map(Self.line)
    #expect(
      lines.map { $0.replacing(" !", with: "") } == [
        "client → GET /listen", "client ← 101", "client → audio 0.5 s in 5 frames", "client → ping",
        "client → audio 0.05 s in 1 frame", "client → audio 0.2 s in 2 frames", "client → KeepAlive", "client → empty binary message",
        #"client ← "{"qux":[1,2]}""#, #"client ← Close 1011 "no""#, "client TCP reset",
      ])
  }

  @Test func audioAheadOfTimeSaysSo() throws {
    let lines = try Self.ladder(Samples.provoked).rows.map(Self.line)
    #expect(lines.contains("client → audio 4.0 s in 40 frames, sent in 1.00 s"))
  }

  /// A minute of interims: few rows, no event lost, and said so.
  @Test(arguments: [10, 60, 400])
  func foldsResultsWhereThereAreMany(_ count: Int) throws {
    var timeline = """
      run service-hop=simulated
      session long audio=linear16/16000/1 seconds=\(count) stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-\(count) client  → audio \(count).0s chunk=500
        0.11-\(count) service → audio \(count).0s chunk=500

      """
    for second in 1...count {
      let word = second.isMultiple(of: 10) ? "final" : "interim"
      timeline += "  \(second).2 service ← results \"word \(second)\" \(word)\n  \(second).3 client ← results \"word \(second)\" \(word)\n"
    }
    timeline += "  \(count + 1).4 client → text \"stop\"\n"
    let recording = try Samples.written(timeline)
    let ladder = Ladder(session: recording.sessions[0], in: recording, findings: [])
    #expect(ladder.rows.count <= Ladder.rowLimit)
    #expect(ladder.folded.count == (count == 10 ? 1 : 2))
    #expect(ladder.rows.flatMap(\.events).sorted() == recording.events.map(\.id))
    let lines = ladder.rows.map(Self.line)
    if count == 10 {
      #expect(lines.contains(#"service ← 9 interim Results, last "word 9""#))
      #expect(lines.contains(#"service ← Results final "word 10""#))
    } else {
      #expect(lines.contains(#"client ← \#(count) Results (\#(count / 10) final), last "word \#(count)""#))
    }
  }

  @Test func leavesRowsOutAtLastButNoEvidence() throws {
    var timeline = "session odd audio=linear16/16000/1 seconds=2 stop=\"stop\"\n  0.00 client → GET /listen\n  0.01 client ← 101\n"
    for index in 1...500 { timeline += "  \(1 + Double(index) / 100) client → text \"odd \(index)\"\n" }
    let recording = try Samples.written(timeline)
    let finding = Finding(
      rule: "early-break", certainty: .proven, party: .relay, cause: "", summary: "", remedy: "",
      evidence: [Evidence(session: 1, events: [250, 251], text: ""), Evidence(session: 2, events: [300], text: "")])
    let ladder = Ladder(session: recording.sessions[0], in: recording, findings: [finding])
    #expect(ladder.rows.count == 20 + 1 + 2 + 1 + 12)
    #expect(ladder.rows.filter(\.isEvidence).map(\.events) == [[250], [251]])
    #expect(ladder.rows.flatMap(\.events) == recording.events.map(\.id))
    #expect(ladder.folded == ["468 rows of 502 are left out; `sttcheck frames` shows them all."])
  }

  /// As the diagnosis reads it: a word that is sent as only audio may be is no audio, and stands between what is.
  @Test func controlInABinaryMessageIsControl() throws {
    let ladder = try Self.ladder(
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.50 client  → audio 0.5s
        0.60      client  → binary "{'type':'KeepAlive'}"
        0.70-0.90 client  → audio 0.3s
        1.00      client  → binary "{'type':'CloseStream'}"
        1.10      client  → binary "stop"
      """, "control-sent-as-audio", [12])
    #expect(
      ladder.rows.map(Self.line) == [
        "client → GET /listen", "client ← 101", "client → audio 0.5 s in 5 frames", "client → KeepAlive in a binary message",
        "client → audio 0.3 s in 3 frames", "client → CloseStream in a binary message !", #"client → "stop" in a binary message"#,
      ])
    #expect(ladder.rows.suffix(2).allSatisfy { $0.kind == .control })
  }

  @Test func nothingPlayedIsAnEmptyLadder() throws {
    let info = SessionInfo(number: 7, scenario: "x")
    let recording = try WrittenTimeline(Samples.healthy).recording
    let ladder = Ladder(session: info, in: recording, findings: [])
    #expect(ladder.rows.isEmpty)
    #expect(LadderText.render(ladder) == "Session 7, x\nNothing was recorded of it.\n")
  }

  @Test func theTellingSessionIsThatOfTheFirstCause() throws {
    let recording = try WrittenTimeline(Samples.healthy + "\n" + Samples.noCloseStream.replacing("run service-hop=simulated\n", with: ""))
      .recording
    #expect(Ladder.tellingSession(recording, Diagnosis.diagnose(recording))?.number == 2)
    let healthy = try WrittenTimeline(Samples.healthy).recording
    #expect(Ladder.tellingSession(healthy, Diagnosis.diagnose(healthy))?.number == 1)
    let empty = try WrittenTimeline(Samples.nothingPlayed).recording
    #expect(Ladder.tellingSession(empty, Diagnosis.diagnose(empty)) == nil)
  }
}
