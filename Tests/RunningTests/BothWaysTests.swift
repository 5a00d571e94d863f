import Foundation
import Lab
import NIOPosix
import Network
import Running
import Scenarios
import Speech
import Store
import Testing
import Timeline
import Wire

/// The same machines over real sockets and in virtual time: they say the same, in the same order, on every hop.
@Suite(.timeLimit(.minutes(5))) struct BothWaysTests {
  /// Everything that one party said on one hop, in order.
  struct Voice: Hashable { var hop: Hop, sender: Party }

  /// With some faults the relay ends the session while audio is coming: how much of it was on its way then is a matter of microseconds.
  static let runs: [(scenarios: [String], fault: String?, isWhole: Bool)] = [
    (["baseline", "two-utterances", "wav-header"], nil, true), (["two-utterances"], "early-break", false),
    (["baseline"], "close-stream-missing", true), (["baseline"], "service-refused", false),
    (["baseline"], "raw-declared-for-container-audio", true),
  ]

  @Test(arguments: runs) func theSameIsSaid(scenarios: [String], fault: String?, isWhole: Bool) async throws {
    let plan = RunPlan(
      scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try fault.map(FaultCatalogue.parse) ?? FaultSet(), seed: 5)
    let virtual = try VirtualRun.play(plan, toolVersion: "test")
    let real = try await Self.overSockets(plan)
    #expect(virtual.sessions.count == scenarios.count && real.sessions.count == scenarios.count)
    for session in 1...scenarios.count {
      let expected = Self.voices(virtual, session)
      let found = Self.voices(real, session)
      #expect(Set(expected.keys) == Set(found.keys))
      for (voice, said) in expected {
        let place = "\(scenarios[session - 1]), \(voice.hop.rawValue) hop, \(voice.sender.rawValue)"
        let other = found[voice] ?? Said()
        // Order among the rest is order against the audio too, where all of it went over.
        #expect(isWhole ? other.all == said.all : other.rest == said.rest, "\(place): \(other.rest) instead of \(said.rest)")
        let length = min(said.audio.count, other.audio.count)
        #expect(other.audio.prefix(length) == said.audio.prefix(length), "\(place): other audio")
        #expect(!isWhole || other.audio.count == said.audio.count, "\(place): \(other.audio.count) bytes, not \(said.audio.count)")
      }
      #expect(expected[Voice(hop: .client, sender: .client)]?.audio.isEmpty == false)
    }
  }

  private static func overSockets(_ plan: RunPlan) async throws -> Recording {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("both-ways-\(UUID().uuidString).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    let info = RunInfo(
      id: "real", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 1_767_225_600_000_000_000, toolVersion: "test",
      relay: "built-in", serviceHop: .simulated, seed: plan.seed)
    let writer = try RecordingWriter(path: path, run: info)
    let run = SocketRun(
      plan: plan, target: .builtIn, run: info, writer: writer, redactor: Redactor(secrets: []), clock: RunClock(),
      group: MultiThreadedEventLoopGroup.singleton)
    let complete = try await run.play(try plan.sessions(), jobs: .fixed(4))
    #expect(complete)
    try writer.finish(run: info)
    return try RecordingFile(path: path).recording()
  }

  /// What a voice said: audio apart, and everything in order.
  struct Said {
    var audio: [UInt8] = []
    var rest: [String] = []
    var all: [String] = []

    mutating func add(_ text: String) {
      rest.append(text)
      all.append(text)
    }

    mutating func add(audio bytes: [UInt8]) {
      audio += bytes
      all.append("\(bytes.count) bytes")
    }
  }

  private static func voices(_ recording: Recording, _ session: Int) -> [Voice: Said] {
    var voices: [Voice: Said] = [:]
    for event in recording.events where event.session == session {
      guard let hop = event.hop else { continue }
      switch event.kind {
      case .request(let head): voices[Voice(hop: hop, sender: hop.dialler), default: Said()].add("\(head.method) \(head.target)")
      case .response(let head): voices[Voice(hop: hop, sender: hop.acceptor), default: Said()].add("\(head.status) \(text(head.body))")
      case .frame(let event):
        let voice = Voice(hop: hop, sender: event.sender)
        let payload = event.frame.payload
        switch event.frame.opcode {
        case .binary: voices[voice, default: Said()].add(audio: payload)
        case .close: voices[voice, default: Said()].add("close \(Array(payload.prefix(2))) \(text(Array(payload.dropFirst(2))))")
        default: voices[voice, default: Said()].add("\(event.frame.opcode.rawValue) \(text(payload))")
        }
      case .violation(let violation): voices[Voice(hop: hop, sender: violation.sender), default: Said()].add(violation.section)
      case .failed, .ended, .note: break
      }
    }
    return voices
  }

  /// The same but for ids, which number connections, and the time of day.
  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
      .replacing(/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
  }
}
