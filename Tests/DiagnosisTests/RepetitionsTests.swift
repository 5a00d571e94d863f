import Diagnosis
import Testing
import Timeline
import Wire

/// How often something went wrong where scenarios were played more than once.
struct RepetitionsTests {
  /// Sessions of one scenario: in `broken` the relay drops the connection before the final result.
  private static func recording(_ count: Int, broken: Set<Int>, skipped: Set<Int> = []) -> Recording {
    var events: [Event] = []
    var sessions: [SessionInfo] = []
    for number in 1...count {
      var info = SessionInfo(
        number: number, scenario: "baseline", audio: AudioInfo(name: "a", encoding: "linear16", sampleRate: 8000, channels: 1, seconds: 1),
        expectations: [Expectation(.finals, atLeast: 1)], startedAt: Nanoseconds(number) * .seconds(10))
      guard !skipped.contains(number) else {
        info.outcome = .skipped(reason: "the time was up")
        sessions.append(info)
        continue
      }
      info.endedAt = info.startedAt + .seconds(3)
      info.outcome = .completed
      sessions.append(info)
      func add(_ at: Double, _ kind: Event.Kind) {
        events.append(
          Event(
            id: Int64(events.count + 1), session: number, hop: .client, connection: number, at: info.startedAt + .seconds(at), kind))
      }
      add(0, .request(RequestHead(target: "/", headers: [])))
      add(0.1, .response(ResponseHead(status: 101, reason: "Switching Protocols", headers: [])))
      for step in 1...10 {
        add(
          0.1 + Double(step) / 10,
          .frame(FrameEvent(sender: .client, frame: Frame(opcode: .binary, payload: [UInt8](repeating: 7, count: 1600)))))
      }
      add(1.2, .frame(FrameEvent(sender: .client, frame: Frame(opcode: .text, payload: Array("stop".utf8)))))
      if !broken.contains(number) {
        add(1.3, .frame(FrameEvent(sender: .relay, frame: Frame(opcode: .text, payload: Array(#"{"type":"final","text":"hello"}"#.utf8)))))
      }
      add(1.4, .frame(FrameEvent(sender: .relay, frame: Frame(opcode: .close, payload: [0x03, 0xE8]))))
      add(1.5, .frame(FrameEvent(sender: .client, frame: Frame(opcode: .close, payload: [0x03, 0xE8]))))
      add(1.6, .ended(ConnectionEnd(.finished, by: .relay)))
    }
    let run = RunInfo(
      id: "r", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: "ws://x",
      serviceHop: .unseen,
      finished: true)
    return Recording(run: run, sessions: sessions, events: events)
  }

  @Test func onceIsNoRepetition() {
    #expect(Diagnosis.diagnose(Self.recording(1, broken: [])).repetitions == nil)
    #expect(Diagnosis.diagnose(Self.recording(2, broken: [], skipped: [2])).repetitions == nil)
  }

  @Test func wellEveryTime() throws {
    let result = try #require(Diagnosis.diagnose(Self.recording(5, broken: [])).repetitions)
    #expect(result.rounds == 5 && result.items.isEmpty && !result.isFlaky)
    #expect(result.verdict == "Played 5 times, nothing went wrong in any of them.")
  }

  @Test func threeOfTenIsFlaky() throws {
    let diagnosis = Diagnosis.diagnose(Self.recording(10, broken: [2, 5, 9]))
    let result = try #require(diagnosis.repetitions)
    #expect(result.isFlaky)
    let check = try #require(result.items.first { $0.kind == .check })
    #expect(check.text == "check finals in 3 of 10")
    let scenario = try #require(result.items.first { $0.kind == .scenario })
    #expect(scenario.failed == 3 && scenario.played == 10)
    let cause = try #require(result.items.first { $0.kind == .cause })
    #expect(cause.text == "\(cause.name) in 3 of 10")
    #expect(diagnosis.headline.hasSuffix("(flaky: in 3 of 10 of baseline)"), "\(diagnosis.headline)")
    #expect(result.verdict.hasPrefix("Played 10 times, and flaky: "))
  }

  @Test func everyTimeIsNotFlaky() throws {
    let result = try #require(Diagnosis.diagnose(Self.recording(3, broken: [1, 2, 3])).repetitions)
    #expect(!result.isFlaky && !result.items.isEmpty)
    #expect(result.items.allSatisfy { $0.failed == 3 && $0.played == 3 })
    #expect(result.verdict == "Played 3 times, the same went wrong every time.")
  }
}
