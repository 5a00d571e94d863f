import Diagnosis
import Reporting
import TestSupport
import Testing
import Timeline
import Wire
import Written

struct LadderTextTests {
  @Test func storiesAsTheyAreDrawn() throws {
    let drawn: [(String, String, [Int64])] = [
      (Samples.noCloseStream, "close-stream-missing", [44, 45, 47]), (Samples.containerForRaw, "container-declared-for-raw-audio", [3, 6]),
      (Samples.healthy, "none", []), (Samples.warningOnly, "close-frame-missing", [25, 26]),
      (Samples.unreachable, "relay-unreachable", [1]),
      (Samples.inconclusive, "none", []), (Samples.provoked, "none", []),
    ]
    let ladders = try drawn.map { try LadderText.render(LadderTests.ladder($0.0, $0.1, $0.2)) }
    try Golden.expect(ladders.joined(separator: "\n"), "ladders.txt")
    let narrow = try LadderText.render(LadderTests.ladder(Samples.noCloseStream, "close-stream-missing", [44, 45, 47]), width: 40)
    try Golden.expect(narrow, "ladder-40.txt")
  }

  /// Whatever was recorded: no line too wide, nothing invisible, each event once, the life-lines straight, the same each time.
  @Test(arguments: 1...20)
  func anythingCanBeDrawn(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let recording = Self.recording(&random, count: Int.random(in: 1...200, using: &random))
    let named = (0..<5).map { _ in Int64.random(in: 1...300, using: &random) }
    let rules = ["close-stream-missing", "early-break", "closed-before-final", "close-not-relayed", "results-not-forwarded"]
    let findings = rules.map { rule in
      Finding(
        rule: rule, certainty: .proven, party: .relay, cause: "", summary: "", remedy: "",
        evidence: [Evidence(session: 1, events: named, text: "")])
    }
    let ladder = Ladder(session: recording.sessions[0], in: recording, findings: findings)
    #expect(ladder == Ladder(session: recording.sessions[0], in: recording, findings: findings))
    let drawn = ladder.rows.flatMap(\.events).sorted()
    let quiet = recording.events.filter { event in
      guard case .note(let note) = event.kind else { return false }
      return [.step, .awaited].contains(note.code) && !named.contains(event.id)
    }
    #expect(drawn == recording.events.map(\.id).filter { id in !quiet.contains { $0.id == id } })
    #expect(Set(ladder.rows.flatMap(\.evidence)) == Set(named).intersection(drawn))
    // At most the limit, the evidence, what is missing, and a gap beside each.
    #expect(ladder.rows.count <= 80)
    for width in [40, 61, 80, 133] {
      let text = LadderText.render(ladder, width: width)
      let tooWide = text.split(separator: "\n").first { TerminalRendererTests.columns($0) > width }
      #expect(tooWide == nil)
      let invisible = text.unicodeScalars.first { scalar in
        scalar != "\n"
          && [.control, .format, .lineSeparator, .paragraphSeparator, .privateUse].contains(scalar.properties.generalCategory)
      }
      #expect(invisible == nil)
      // Flags are two wide scalars to us, and to some terminals one character.
      let arrows = text.split(separator: "\n").filter { line in
        (line.contains("▶") || line.contains("◀")) && !line.unicodeScalars.contains { (0x1F1E6...0x1F1FF).contains($0.value) }
      }
      let ends = Set(arrows.map { TerminalRendererTests.columns($0) })
      #expect(ends.count <= 1, "the last life-line is not straight")
    }
  }

  @Test func fragmentsAreOneMessage() throws {
    var recording = try WrittenTimeline(
      """
      session odd audio=linear16/16000/1 seconds=2 stop="stop"
        0.00 client → GET /listen
        0.01 client ← 101
        0.10 client → text "st"
        0.20 client → text "op"
        0.30 client ← message "hello"
        0.40 client ← ping
      """
    ).recording
    recording.events[2].change { $0.fin = false }
    recording.events[3].change { $0.opcode = .continuation }
    recording.events[4].change { $0.fin = false }
    let rows = Ladder(session: recording.sessions[0], in: recording, findings: []).rows
    #expect(rows.map(\.label) == ["GET /listen", "101", "\"stop\" in 2 frames", "unfinished message, 1 frame", "ping"])
    #expect(rows[2].events == [3, 4])
  }

  /// A session with something of everything in it, in any order, every text hostile.
  private static func recording(_ random: inout SeededRandom, count: Int) -> Recording {
    var at: Nanoseconds = 0
    func bytes(_ random: inout SeededRandom) -> [UInt8] {
      switch Int.random(in: 0...4, using: &random) {
      case 0: Array((Samples.hostile.randomElement(using: &random) ?? "").utf8)
      case 1: (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...0x87, using: &random) }
      case 2: Array(#"{"type":"Results","is_final":true,"channel":{"alternatives":[{"transcript":"\#(at)"}]}}"#.utf8)
      case 3: Array(#"{"type":"partial","text":"\#(at)"}"#.utf8)
      default: Array(random.text().utf8)
      }
    }
    let opcodes: [Opcode] = [.text, .text, .text, .binary, .binary, .binary, .continuation, .close, .ping, .pong, Opcode(rawValue: 3)]
    let codes: [Note.Code] = [.step, .awaited, .waitExpired, .fault, .remark]
    let events = (1...count).map { id -> Event in
      at += .milliseconds(Double([1, 20, 300, 900, 2500].randomElement(using: &random) ?? 1))
      let hop: Hop = Bool.random(using: &random) ? .client : .service
      let sender = Bool.random(using: &random) ? hop.dialler : hop.acceptor
      let text = random.text()
      var session: Hop? = hop
      let kind: Event.Kind
      switch Int.random(in: 0...20, using: &random) {
      case 0: kind = .request(RequestHead(target: "/" + text, headers: []))
      case 1: kind = .response(ResponseHead(status: 401, reason: text, headers: [HeaderField("dg-error", text)]))
      case 2: kind = .violation(ViolationEvent(sender: sender, section: text, text: text))
      case 3: kind = .failed(ConnectionFailure(stage: .tls, address: text, code: text, text: text))
      case 4: kind = .ended(ConnectionEnd(.reset, by: Bool.random(using: &random) ? sender : nil, text: text))
      case 5:
        session = nil
        kind = .note(Note(codes.randomElement(using: &random) ?? .remark, text))
      default:
        let opcode = opcodes.randomElement(using: &random) ?? .text
        kind = .frame(
          FrameEvent(sender: sender, frame: Frame(fin: Int.random(in: 0...5, using: &random) > 0, opcode: opcode, payload: bytes(&random))))
      }
      return Event(id: Int64(id), session: 1, hop: session, connection: hop == .client ? 1 : 2, at: at, kind)
    }
    let run = RunInfo(id: "r", startedAt: "", startedAtUnixNanoseconds: 0, toolVersion: "1", relay: "", serviceHop: .simulated)
    return Recording(run: run, sessions: [SessionInfo(number: 1, scenario: random.text())], events: events)
  }
}

extension Event {
  mutating func change(_ body: (inout Frame) -> Void) {
    guard case .frame(var frame) = kind else { return }
    body(&frame.frame)
    kind = .frame(frame)
  }
}
