import Diagnosis
import Testing
import Timeline
import Wire
import Written

/// The tool doubts itself: each doubt has its reason, and what rests on the times is then not told, one way or the other.
struct MeasurementTests {
  /// A client that sends far too fast, by its own times.
  private static let hurried = """
    session baseline audio=linear16/44100/1 seconds=2.5 stop="stop"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-1.15 client  → audio 2.5s chunk=23
      1.20      client  → text "stop"
      1.50      client  ← results "tell me more" final start=0 duration=2
      1.51      client  ← close 1000
    """

  private static func recording(_ text: String = hurried) throws -> Recording { try WrittenTimeline(text).recording }

  private static func noted(_ code: Note.Code, _ text: String, session: Int) throws -> Recording {
    var recording = try recording()
    let last = try #require(recording.events.last)
    recording.events.append(Event(id: last.id + 1, session: session, hop: nil, connection: 0, at: last.at, .note(Note(code, text))))
    return recording
  }

  private static func expectDoubt(_ recording: Recording, _ reason: String, at location: SourceLocation = #_sourceLocation) {
    let result = Diagnosis.diagnose(recording)
    #expect(!result.measurement.trustworthy, sourceLocation: location)
    #expect(result.measurement.reasons.contains { $0.contains(reason) }, "\(result.measurement.reasons)", sourceLocation: location)
    #expect(!result.rootCauses.contains { $0.finding.rule == "pacing-too-fast" }, sourceLocation: location)
    let undecided = result.undecided.first { $0.rule == "pacing-too-fast" }
    #expect(undecided.map { result.measurement.reasons.contains($0.reason) } == true, sourceLocation: location)
    let pace = result.checklist.last
    #expect(pace?.question == .paceRealTime && pace?.answer == .unknown, sourceLocation: location)
  }

  @Test func withoutADoubtItIsTold() throws {
    let result = Diagnosis.diagnose(try Self.recording())
    #expect(result.measurement.trustworthy && result.measurement.reasons.isEmpty)
    #expect(result.rootCauses.first?.finding.rule == "pacing-too-fast")
  }

  /// What concerns no session of its own (the recorder's lag, a machine that stood still) counts as well.
  @Test(arguments: [
    (Note.Code.recorderLag, "the recorder was 3 s behind"), (.starved, "sttcheck got no turn for 0.7 s"),
    (.clockStep, "the clock on the wall went 3600.0 s back"),
  ]) func whatTheToolNotedOfItselfIsADoubt(code: Note.Code, text: String) throws {
    for session in [0, 1] { Self.expectDoubt(try Self.noted(code, text, session: session), text) }
  }

  /// What comes late on a machine that stood still has no name, and needs none: neither a finding nor a clean bill.
  @Test func whatIsOnlyLateIsNotUnexplained() throws {
    let late = """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        5.50      service → CloseStream
        5.60      service ← results "tell me more" final start=0 duration=2
        5.60      service ← metadata duration=2.0 sha256=abc
        5.61      client  ← results "tell me more" final start=0 duration=2
        5.61      client  ← metadata duration=2.0 sha256=abc
        5.62      service ← close 1000
        5.63      client  ← close 1000
      """
    #expect(Diagnosis.diagnose(try Self.recording(late)).rootCauses.map(\.finding.rule) == ["close-stream-late"])
    let doubted = Diagnosis.diagnose(try Self.recording(late + "\n  5.70      note starved \"sttcheck got no turn for 3.2 s\""))
    #expect(doubted.rootCauses.map(\.finding.rule) == [], "\(doubted.headline)")
    #expect(doubted.undecided.contains { $0.rule == "unexplained" } && doubted.verdict == .inconclusive, "\(doubted.headline)")
  }

  @Test func moreOfAKindAreCounted() throws {
    var recording = try Self.noted(.starved, "no turn for 0.7 s", session: 0)
    for _ in 0..<2 { if let last = recording.events.last { recording.events.append(last) } }
    #expect(Diagnosis.diagnose(recording).measurement.reasons == ["no turn for 0.7 s (and 2 more of the kind)"])
  }

  @Test func aRemarkIsNoDoubt() throws {
    #expect(Diagnosis.diagnose(try Self.noted(.remark, "sessions go one at a time", session: 0)).measurement.trustworthy)
  }

  @Test func missingRowsAreADoubt() throws {
    var recording = try Self.recording()
    recording.missingEvents = 3
    Self.expectDoubt(recording, "3 events are missing")
    recording.missingEvents = 1
    Self.expectDoubt(recording, "1 event is missing")
  }

  @Test func aClockThatGoesBackIsADoubt() throws {
    var recording = try Self.recording()
    recording.events[recording.events.count - 1].at -= .seconds(1.4)
    Self.expectDoubt(recording, "went back by 1.4 s")
  }

  /// Connections are recorded by several threads: they may cross by milliseconds.
  @Test func crossingEventsAreNoDoubt() throws {
    var recording = try Self.recording()
    recording.events[recording.events.count - 1].at -= .milliseconds(900)
    #expect(Diagnosis.diagnose(recording).measurement.trustworthy)
  }

  @Test func lateSendsAreADoubt() throws {
    var recording = try Self.recording()
    for index in recording.events.indices {
      guard case .frame(var frame) = recording.events[index].kind, frame.frame.opcode == .binary else { continue }
      frame.scheduled = recording.events[index].at - .milliseconds(150)
      recording.events[index].kind = .frame(frame)
    }
    Self.expectDoubt(recording, "too busy to keep the pace")
  }

  /// "In time" is as little worth as "late": a pass is not told either.
  @Test func noRuleThatRestsOnTimesPasses() throws {
    let result = Diagnosis.diagnose(try Self.noted(.starved, "no turn for 2 s", session: 0))
    let resting = Catalogue.rules.filter(\.restsOnTiming)
    #expect(resting.count >= 10)
    let told = Set((result.rootCauses.map(\.finding) + result.notices).map(\.rule))
    #expect(resting.allSatisfy { !told.contains($0.id) })
    let open = Set(result.undecided.map(\.rule)).intersection(resting.map(\.id))
    #expect(open == ["idle-cut", "pacing-bursty", "pacing-too-fast", "pacing-too-slow"])
  }
}
