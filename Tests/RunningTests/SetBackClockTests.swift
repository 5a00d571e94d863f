import Diagnosis
import Foundation
import Lab
import NIOPosix
import Network
import Running
import Scenarios
import Store
import Synchronization
import Testing
import Timeline
import Wire

/// Somebody sets the clock on the wall back while a run is recorded, and again before the next one is.
@Suite(.timeLimit(.minutes(2))) struct SetBackClockTests {
  private static let start: Int64 = 1_767_225_600_000_000_000
  private static let hour: Int64 = 3_600_000_000_000

  /// Goes with the run's own clock, but for an hour back at the tenth look: in the midst of the session.
  private final class Wall: Sendable {
    private let looks = Mutex(0)
    private let clock: RunClock

    init(_ clock: RunClock) { self.clock = clock }

    func now() -> Int64 {
      let number = looks.withLock { looks in
        looks += 1
        return looks
      }
      return SetBackClockTests.start + clock.now() - (number >= 10 ? SetBackClockTests.hour : 0)
    }
  }

  private static func record(_ id: String, startedAt: Int64, to path: String) async throws {
    let plan = RunPlan(scenarios: ["baseline"].compactMap(BuiltIns.scenario), seed: 5)
    let info = RunInfo(
      id: id, startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: startedAt, toolVersion: "test", relay: "built-in",
      serviceHop: .simulated, seed: plan.seed)
    let writer = try RecordingWriter(path: path, run: info)
    let clock = RunClock()
    let wall = Wall(clock)
    let run = SocketRun(
      plan: plan, target: .builtIn, run: info, writer: writer, redactor: Redactor(secrets: []), clock: clock,
      group: MultiThreadedEventLoopGroup.singleton, wallClock: { wall.now() })
    #expect(try await run.play(try plan.sessions(), jobs: .fixed(1)))
    try writer.finish(run: info)
  }

  @Test func nothingIsLostAndNothingChangesItsPlace() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("set-back-\(UUID().uuidString).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    try await Self.record("before", startedAt: Self.start, to: path)
    try await Self.record("after", startedAt: Self.start - Self.hour, to: path)
    let file = try RecordingFile(path: path)
    #expect(try file.runs().map(\.id) == ["before", "after"])
    // The last one that was recorded is the last one, whatever the clock on the wall says.
    #expect(try file.recording().run.id == "after")
    let virtual = try VirtualRun.play(RunPlan(scenarios: ["baseline"].compactMap(BuiltIns.scenario), seed: 5), toolVersion: "test")
    for id in ["before", "after"] {
      let recording = try file.recording(run: id)
      #expect(recording.missingEvents == 0 && recording.run.finished)
      // Both hops and both ways, as many bytes as without any clock on a wall.
      #expect(Self.bytes(recording) == Self.bytes(virtual), "\(id)")
      for hop in [Hop.client, .service] {
        let times = recording.events.filter { $0.hop == hop }.map(\.at)
        #expect(times == times.sorted() && (times.last ?? 0) < Self.hour, "\(id), \(hop.rawValue) hop")
      }
      let steps = recording.events.compactMap { event -> String? in
        guard case .note(let note) = event.kind, note.code == .clockStep else { return nil }
        return note.text
      }
      #expect(steps.count == 1 && steps.allSatisfy { $0.contains("3600.0 s back") }, "\(steps)")
      let result = Diagnosis.diagnose(recording)
      #expect(result.rootCauses.isEmpty && !result.measurement.trustworthy, "\(result.headline)")
    }
  }

  private struct Way: Hashable { var hop: Hop, sender: Party }

  private static func bytes(_ recording: Recording) -> [Way: Int] {
    recording.events.reduce(into: [:]) { bytes, event in
      guard let hop = event.hop, case .frame(let frame) = event.kind, frame.frame.opcode == .binary else { return }
      bytes[Way(hop: hop, sender: frame.sender), default: 0] += frame.frame.payload.count
    }
  }
}
