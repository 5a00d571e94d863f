import Foundation
import GRDB
import TestSupport
import Timeline
import Wire

/// Values that are hard to keep.
extension SeededRandom {
  mutating func text() -> String {
    let letters = ["a", "B", "7", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "ü", "語", "👩‍🚀", "%41", "'", ";--", "\u{7f}", "e\u{301}"]
    return (0..<Int.random(in: 0...12, using: &self)).map { _ in letters.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func maybe<Value>(_ value: (inout SeededRandom) -> Value) -> Value? { Bool.random(using: &self) ? value(&self) : nil }
}

/// Random values of everything a recording holds.
enum Samples {
  static func run(_ id: String, _ g: inout SeededRandom) -> RunInfo {
    var run = RunInfo(
      id: id, startedAt: "2026-11-23T10:00:00.123Z", startedAtUnixNanoseconds: 1_795_428_000_123_456_789, toolVersion: "1.2.3",
      relay: "wss://relay.example.com/x", suite: g.maybe { _ in "standard" },
      serviceHop: [.unseen, .simulated, .tapped].randomElement(using: &g) ?? .unseen, seed: g.next(), command: "sttcheck run 'ü'")
    run.origin = [.played, .tapped, .imported, .replayed].randomElement(using: &g) ?? .played
    run.unrecorded = Set(Unrecorded.allCases.filter { _ in Bool.random(using: &g) })
    return run
  }

  static func simpleRun(_ id: String = "run-1") -> RunInfo {
    var g = SeededRandom(seed: 1)
    return run(id, &g)
  }

  static func session(_ number: Int, _ g: inout SeededRandom) -> SessionInfo {
    let audio = AudioInfo(
      name: "clip", encoding: ["linear16", "linear32", "mulaw"].randomElement(using: &g) ?? "", sampleRate: 44100,
      channels: Int.random(in: 1...2, using: &g), container: g.maybe { _ in "wav" }, seconds: Double.random(in: 0...100, using: &g),
      transcript: g.maybe { _ in "grüß \"Gott\"" }, utterances: g.maybe { _ in 2 })
    return SessionInfo(
      number: number, scenario: "baseline", about: "what 'for'", definition: "steps:\n  - connect\n", provokes: ["pacing-too-fast"],
      audio: g.maybe { _ in audio }, stop: [.text("stop"), .text(""), .emptyBinary, .close].randomElement(using: &g) ?? .close,
      expectations: [Expectation(.finals, atLeast: 1), Expectation(.wer, atMost: 0.3)],
      startedAt: Int64(number) * 1_000_000, endedAt: g.maybe { $0.time() },
      outcome: [nil, .completed, .interrupted, .skipped(reason: "no one-shot endpoint")].randomElement(using: &g) ?? nil)
  }

  static func event(_ g: inout SeededRandom) -> Event {
    let connection = Int.random(in: 0...4, using: &g)
    return Event(
      session: Int.random(in: 0...3, using: &g), hop: connection == 0 ? nil : Hop.allCases.randomElement(using: &g), connection: connection,
      at: g.time(), kind(&g))
  }

  static func kind(_ g: inout SeededRandom) -> Event.Kind {
    let party = Party.allCases.randomElement(using: &g) ?? .client
    switch Int.random(in: 0...9, using: &g) {
    case 0: return .request(RequestHead(method: "GET", target: "/x?" + g.text(), headers: headers(&g), raw: g.maybe { $0.bytes(40) }))
    case 1:
      return .response(
        ResponseHead(
          status: Int.random(in: 100...599, using: &g), reason: g.text(), headers: headers(&g), body: g.bytes(20),
          raw: g.maybe { $0.bytes(40) }))
    case 2: return .violation(ViolationEvent(sender: party, section: "5.1", text: g.text()))
    case 3:
      return .failed(
        ConnectionFailure(
          stage: [.resolve, .connect, .tls, .handshake].randomElement(using: &g) ?? .tls, address: g.text(),
          errno: g.maybe { Int32.random(in: 0...200, using: &$0) }, code: "ECONNREFUSED", text: g.text()))
    case 4:
      return .ended(ConnectionEnd(Bool.random(using: &g) ? .finished : .reset, by: g.maybe { _ in party }, text: g.maybe { $0.text() }))
    case 5: return .note(Note([.step, .waitExpired, .fault, .remark].randomElement(using: &g) ?? .remark, g.text()))
    default:
      let payload = g.bytes(Int.random(in: 0...300, using: &g))
      let length = [UInt64(payload.count), UInt64(payload.count) + 7, .max, UInt64(Int64.max), 1 << 63].randomElement(using: &g)
      return .frame(
        FrameEvent(
          sender: party,
          frame: Frame(
            fin: Bool.random(using: &g), rsv: UInt8.random(in: 0...7, using: &g),
            opcode: Opcode(rawValue: UInt8.random(in: 0...15, using: &g)),
            masked: Bool.random(using: &g), header: HeaderBytes(g.bytes(Int.random(in: 2...14, using: &g))), length: length,
            payload: payload),
          scheduled: g.maybe { $0.time() }))
    }
  }

  /// A frame that is legal.
  static func frame(
    _ opcode: Opcode, _ payload: [UInt8], from sender: Party = .client, hop: Hop = .client, connection: Int = 1, session: Int = 1,
    at: Nanoseconds = 0, fin: Bool = true, scheduled: Nanoseconds? = nil
  ) -> Event {
    Event(
      session: session, hop: hop, connection: connection, at: at,
      .frame(
        FrameEvent(
          sender: sender,
          frame: Frame(
            fin: fin, opcode: opcode, header: [opcode.rawValue | (fin ? 0x80 : 0), UInt8(min(payload.count, 125))], payload: payload),
          scheduled: scheduled)))
  }

  private static func headers(_ g: inout SeededRandom) -> [HeaderField] {
    (0..<Int.random(in: 0...3, using: &g)).map { HeaderField("X-\($0)", g.text()) }
  }
}

extension SeededRandom {
  mutating func time() -> Nanoseconds { Nanoseconds.random(in: 0...90_000_000_000, using: &self) }
}

/// Rows of a file, read as anybody with an SQL prompt would.
func query(_ path: String, _ sql: String) throws -> [Row] {
  let database = try DatabaseQueue(path: path)
  defer { try? database.close() }
  return try database.read { try Row.fetchAll($0, sql: sql) }
}

extension Row {
  /// Some columns as text, to compare at one glance; a blob as its bytes.
  func texts(_ names: String...) -> [String] {
    names.map { name in
      switch (self[name] as DatabaseValue).storage {
      case .null: "NULL"
      case .int64(let value): String(value)
      case .double(let value): String(value)
      case .string(let value): value
      case .blob(let data): "\([UInt8](data))"
      }
    }
  }
}
