import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Timeline
import Wire

@Suite struct KilledTests {
  /// A process of its own records, is killed with SIGKILL in mid-run, and leaves a file that opens, is whole, and is marked interrupted.
  @Test(.timeLimit(.minutes(5))) func aKilledRunIsKept() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let writer = try RecordingWriter(path: path, run: Samples.simpleRun())
      writer.begin(session: SessionInfo(number: 1, scenario: "baseline"))
      for at in 0..<1000 { writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 2048), at: Int64(at))) }
      try writer.flush()
      for at in 1000..<9000 { writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 2048), at: Int64(at))) }
      kill(getpid(), SIGKILL)
    }
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    let read = try RecordingFile(path: path).recording()
    #expect(read.run.interrupted && !read.run.finished && read.sessions.count == 1)
    #expect(read.events.count >= 1000)
    #expect(read.events.map(\.at) == (0..<Int64(read.events.count)).map { $0 })
    #expect(try query(path, "PRAGMA integrity_check")[0].texts("integrity_check") == ["ok"])
    // The next run goes into the same file.
    let writer = try RecordingWriter(path: path, run: Samples.simpleRun("after"))
    try writer.finish(run: Samples.simpleRun("after"))
    #expect(try RecordingFile(path: path).runs().map(\.interrupted) == [true, false])
  }

  /// Ten moments of a busy recording: whatever was written by then is there, and nothing behind a gap. (`make kills` has 200, over sockets, against the clock.)
  @Test(.timeLimit(.minutes(5)), arguments: 1...10) func aRecordingKilledAtAnyMomentIsWhole(_ seed: Int) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, seed = seed as Int] in
      var random = SeededRandom(seed: UInt64(seed))
      let writer = try RecordingWriter(path: path, run: Samples.simpleRun())
      writer.begin(session: SessionInfo(number: 1, scenario: "baseline"))
      func record(_ range: Range<Int64>) {
        for at in range { writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 640), at: at)) }
      }
      record(0..<Int64(1000 * seed))
      try writer.flush()
      record(Int64(1000 * seed)..<Int64(1000 * seed) + Int64.random(in: 0...3000, using: &random))
      kill(getpid(), SIGKILL)
    }
    let read = try RecordingFile(path: path).recording()
    #expect(read.run.interrupted && read.missingEvents == 0)
    #expect(try query(path, "PRAGMA integrity_check")[0].texts("integrity_check") == ["ok"])
    #expect(read.events.count >= 1000 * seed && read.events.map(\.at) == (0..<Int64(read.events.count)).map { $0 })
  }
}
