import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Timeline
import Wire

@Suite struct ViewsTests {
  private func recorded(_ events: [Event], _ sessions: [SessionInfo] = []) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    // A run before it, so that rows and numbers differ.
    let before = try RecordingWriter(path: folder.file(), run: Samples.simpleRun("before"))
    before.begin(session: SessionInfo(number: 1, scenario: "other"))
    before.record(Samples.frame(.text, Array("before".utf8)))
    try before.finish(run: Samples.simpleRun("before"))
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    for session in sessions { writer.begin(session: session) }
    for event in events { writer.record(event) }
    try writer.finish(run: Samples.simpleRun())
    return (folder, folder.file())
  }

  @Test(arguments: 1...5) func sumsAddUpByteForByte(seed: UInt64) throws {
    struct Key: Hashable {
      var hop: String?
      var sender: String
      var opcode: Int
    }
    var g = SeededRandom(seed: seed)
    let events = (0..<300).map { _ in Samples.event(&g) }
    var expected: [Key: [Int]] = [:]
    for event in events {
      guard case .frame(let frame) = event.kind else { continue }
      let key = Key(hop: event.hop?.rawValue, sender: frame.sender.rawValue, opcode: Int(frame.frame.opcode.rawValue))
      let sum = expected[key] ?? [0, 0]
      expected[key] = [sum[0] + 1, sum[1] + frame.frame.payload.count]
    }
    let (folder, path) = try recorded(events)
    defer { _ = folder }
    let rows = try query(
      path, "SELECT hop, sender, opcode, count(*), sum(length) FROM frames WHERE run_id <> 'before' GROUP BY 1, 2, 3")
    #expect(rows.count == expected.count)
    for row in rows {
      let sums: [Int] = [row[3], row[4]]
      #expect(expected[Key(hop: row[0], sender: row[1], opcode: row[2])] == sums)
    }
  }

  @Test func framesCarryTheContractsColumns() throws {
    let frame = Samples.frame(.binary, [1, 2, 3], at: 1_500_000_001, scheduled: 1_499_000_000)
    let (folder, path) = try recorded([frame, Samples.frame(.ping, [])], [SessionInfo(number: 1, scenario: "baseline")])
    defer { _ = folder }
    let row = try query(path, "SELECT * FROM frames WHERE run_id = 'run-1' ORDER BY event_id")[0]
    #expect(row.texts("session", "session_id", "scenario", "hop", "sender", "seq") == ["1", "2", "baseline", "client", "client", "1"])
    #expect(row.texts("at_ns", "scheduled_ns", "wall_time") == ["1500000001", "1499000000", "2026-11-23T10:00:01.623456Z"])
    #expect(row.texts("opcode", "fin", "rsv", "masked", "length", "declared_length") == ["2", "1", "0", "0", "3", "3"])
    #expect(row.texts("header", "payload") == ["[130, 3]", "[1, 2, 3]"])
  }

  @Test func messagesJoinTheirFragments() throws {
    let events = [
      Samples.frame(.text, Array("one".utf8), from: .relay),
      Samples.frame(.binary, [0, 1, 0xFF], at: 1, fin: false),
      Samples.frame(.text, Array("twi".utf8), from: .relay, at: 2, fin: false),
      Samples.frame(.ping, [9], from: .relay, at: 3),
      Samples.frame(.continuation, [0, 2], at: 4, fin: false),
      Samples.frame(.continuation, Array("ce".utf8), from: .relay, at: 5),
      Samples.frame(.continuation, [0], at: 6),
      // A continuation of nothing, a message cut off by another, and one that never ends: frames, but no messages.
      Samples.frame(.continuation, Array("lost".utf8), from: .relay, at: 7),
      Samples.frame(.text, Array("cut".utf8), from: .relay, at: 8, fin: false),
      Samples.frame(.text, Array("whole".utf8), from: .relay, at: 9),
      Samples.frame(.continuation, Array("off".utf8), from: .relay, at: 10),
      Samples.frame(.text, Array("endless".utf8), from: .relay, at: 11, fin: false),
    ]
    let (folder, path) = try recorded(events)
    defer { _ = folder }
    let rows = try query(
      path, "SELECT sender, opcode, at_ns, frames, length, payload FROM messages WHERE run_id = 'run-1' ORDER BY event_id")
    #expect(
      rows.map { row -> [UInt8] in [UInt8](row["payload"] as Data) } == [
        Array("one".utf8), [0, 1, 0xFF, 0, 2, 0], Array("twice".utf8), Array("whole".utf8),
      ])
    #expect(rows.map { $0["frames"] as Int } == [1, 3, 2, 1])
    #expect(rows.map { $0["at_ns"] as Int } == [0, 6, 5, 9])
    #expect(rows.map { $0["length"] as Int } == [3, 6, 5, 5])
    let count: Int = try query(path, "SELECT count(*) FROM frames WHERE run_id = 'run-1'")[0][0]
    #expect(count == events.count)
  }

  @Test func resultsPassOverWhatIsNoJSON() throws {
    let results =
      #"{"type":"Results","is_final":true,"speech_final":false,"start":1.5,"duration":2.25,"channel":{"alternatives":[{"transcript":"hello \"you\"","confidence":0.9}]}}"#
    let texts = [
      "stop", "", "{", "[1]", "7", #"{"type":"Metadata"}"#, results, "\u{0}", #"{"type":{"a":1}}"#, String(repeating: "[", count: 3000),
    ]
    var events = texts.map { Samples.frame(.text, Array($0.utf8), from: .relay) }
    events.append(Samples.frame(.text, [0xFF, 0xFE], from: .relay))
    events.append(Samples.frame(.binary, Array(results.utf8), from: .relay))
    let (folder, path) = try recorded(events)
    defer { _ = folder }
    let rows = try query(path, "SELECT * FROM results")
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(row.texts("transcript", "is_final", "speech_final", "start", "duration") == [#"hello "you""#, "1", "0", "1.5", "2.25"])
  }

  @Test func audioPaceSetsAudioAgainstTime() throws {
    let audio = AudioInfo(name: "c", encoding: "linear16", sampleRate: 1000, channels: 1, seconds: 1)
    // 0.1 s of audio every 0.05 s: twice too fast; a text and another hop between.
    var events: [Event] = []
    for index in 0..<5 {
      let at = 1_000_000_000 + Int64(index) * 50_000_000
      events.append(Samples.frame(.binary, [UInt8](repeating: 0, count: 200), at: at, scheduled: at - 2_000_000))
      events.append(Samples.frame(.text, Array("stop".utf8), at: at))
      events.append(Samples.frame(.binary, [1, 2], from: .relay, at: at))
      events.append(Samples.frame(.binary, [1, 2], from: .relay, hop: .service, connection: 2, at: at))
    }
    let (folder, path) = try recorded(events, [SessionInfo(number: 1, scenario: "too-fast", audio: audio)])
    defer { _ = folder }
    let rows = try query(path, "SELECT * FROM audio_pace WHERE hop = 'client' AND run_id = 'run-1' ORDER BY event_id")
    #expect(rows.map { $0["audio_s"] as Double } == [0.1, 0.2, 0.3, 0.4, 0.5])
    let ahead = rows.map { row -> Double in ((row["ahead_s"] as Double) * 1000).rounded() }
    #expect(ahead == [0, 50, 100, 150, 200])
    #expect(rows.allSatisfy { $0.texts("late_us") == ["2000"] })
    #expect(try query(path, "SELECT max(total_bytes) AS bytes FROM audio_pace WHERE hop = 'service'")[0].texts("bytes") == ["10"])
  }

  @Test func hopsHaveTheirHandshakeAndEnd() throws {
    let end = Event(session: 1, hop: .client, connection: 1, at: 9, .ended(ConnectionEnd(.reset, by: .relay)))
    let events = [
      Event(session: 1, hop: .client, connection: 1, at: 5, .request(RequestHead(target: "/a?b", headers: []))),
      Event(
        session: 1, hop: .client, connection: 1, at: 6, .response(ResponseHead(status: 101, reason: "Switching Protocols", headers: []))),
      end,
    ]
    let (folder, path) = try recorded(events)
    defer { _ = folder }
    let row = try query(path, "SELECT * FROM hop WHERE run = 2")[0]
    #expect(row.texts("target", "status", "ended", "ended_by") == ["/a?b", "101", "reset", "relay"])
    #expect(row.texts("first_at_ns", "ended_at_ns") == ["5", "9"])
  }
}
