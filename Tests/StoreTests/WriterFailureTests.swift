import Foundation
import GRDB
import Store
import Testing
import Timeline
import Wire

@Suite struct WriterFailureTests {
  private func code(_ path: String, _ options: WriterOptions = WriterOptions()) -> StoreError.Code? {
    do throws(StoreError) {
      _ = try RecordingWriter(path: path, run: Samples.simpleRun(), options: options)
      return nil
    } catch {
      #expect(error.text.contains(path))
      return error.code
    }
  }

  @Test func aPathThatCantBeWrittenIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    #expect(code(folder.file("missing/recording.sqlite")) == .folder)
    #expect(code(folder.path) == .notARecording)
    #expect(code("/dev/full") == .notARecording)
    #expect(code("/proc/recording.sqlite") == .folder)
  }

  @Test func anEmptyFileIsTaken() throws {
    let folder = try TemporaryFolder()
    #expect(code(try folder.write([], to: "empty.sqlite")) == nil)
  }

  @Test func aForeignFileIsLeftAsItWas() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write(Array("dear diary\n".utf8), to: "diary.txt")
    let other = folder.file("other.sqlite")
    let database = try DatabaseQueue(path: other)
    try database.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE t (a); INSERT INTO t VALUES (1)") }
    try database.close()
    for path in [text, other] {
      let before = try TemporaryFolder.bytes(path)
      #expect(code(path) == .notARecording)
      #expect(throws: StoreError.self) { try RecordingFile(path: path) }
      #expect(try TemporaryFolder.bytes(path) == before)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["diary.txt", "other.sqlite"])
  }

  @Test func aNewerVersionIsRefused() throws {
    let folder = try TemporaryFolder()
    try RecordingWriter(path: folder.file(), run: Samples.simpleRun()).finish(run: Samples.simpleRun())
    let database = try DatabaseQueue(path: folder.file())
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
    try database.close()
    #expect(code(folder.file()) == .newerVersion)
    let error = #expect(throws: StoreError.self) { try RecordingFile(path: folder.file()) }
    #expect(error?.code == .newerVersion && error?.text.contains("99") == true)
  }

  @Test func oneIdOneRun() throws {
    let folder = try TemporaryFolder()
    try RecordingWriter(path: folder.file(), run: Samples.simpleRun()).finish(run: Samples.simpleRun())
    #expect(code(folder.file()) == .duplicateRun)
  }

  /// Everything recorded before a failure is there, nothing after it: never a gap.
  private func expectPrefix(_ path: String, of count: Int) throws {
    let read = try RecordingFile(path: path).recording()
    #expect(read.run.interrupted && !read.run.finished)
    let ats = read.events.filter { $0.hop != nil }.map(\.at)
    #expect(ats == (0..<Int64(ats.count)).map { $0 } && ats.count < count)
    #expect(try query(path, "PRAGMA integrity_check")[0].texts("integrity_check") == ["ok"])
  }

  @Test func aFullDiskIsAVisibleFailure() throws {
    let folder = try TemporaryFolder()
    let options = WriterOptions(maximumPages: 40)
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun(), options: options)
    for at in 0..<2000 {
      writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 2048), at: Int64(at)))
      if at % 100 == 0 { try? writer.flush() }
    }
    let error = #expect(throws: StoreError.self) { try writer.finish(run: Samples.simpleRun()) }
    #expect(error?.code == .diskFull && writer.failure == error)
    #expect(error?.text.contains(folder.file()) == true && error?.text.contains("free some space") == true)
    try expectPrefix(folder.file(), of: 2000)
    #expect(try RecordingFile(path: folder.file()).recording().events.count > 100)
  }

  @Test func aLockedFileIsAVisibleFailure() throws {
    let folder = try TemporaryFolder()
    let options = WriterOptions(busyTimeoutMilliseconds: 50)
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun(), options: options)
    writer.record(Samples.frame(.text, [1], at: 0))
    try writer.flush()
    let other = try DatabaseQueue(path: folder.file())
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      writer.record(Samples.frame(.text, [1], at: 1))
      let error = #expect(throws: StoreError.self) { try writer.flush() }
      #expect(error?.code == .locked)
      #expect(code(folder.file(), options) == .locked)
      try db.execute(sql: "ROLLBACK")
    }
    // The lock is gone, the failure stays: what was lost can't be made up for.
    writer.record(Samples.frame(.text, [1], at: 2))
    #expect(throws: StoreError.self) { try writer.finish(run: Samples.simpleRun()) }
    try expectPrefix(folder.file(), of: 2)
  }

  @Test func aQueueThatOverflowsIsAVisibleFailure() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(
      path: folder.file(), run: Samples.simpleRun(),
      options: WriterOptions(queueLimit: 100_000, queuePatience: 0, busyTimeoutMilliseconds: 60_000))
    // Whoever writes waits for the lock, so that the queue fills however the machine shares out its time.
    let failure = try DatabaseQueue(path: folder.file()).writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      for at in 0..<200 { writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 2048), at: Int64(at))) }
      try db.execute(sql: "ROLLBACK")
      return try #require(writer.failure)
    }
    #expect(failure.code == .overflow)
    #expect(throws: failure) { try writer.finish(run: Samples.simpleRun()) }
    try expectPrefix(folder.file(), of: 200)
    let last = try RecordingFile(path: folder.file()).recording().events.last
    #expect(last?.kind == .note(Note(.recorderLag, failure.text)))
  }

  /// Whoever records waits for the disk, and nothing is lost.
  @Test func aQueueThatIsFullMakesThemWait() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun(), options: WriterOptions(queueLimit: 20_000))
    for at in 0..<200 { writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 2048), at: Int64(at))) }
    // Larger than all that may wait: it goes alone.
    writer.record(Samples.frame(.binary, [UInt8](repeating: 7, count: 50_000), at: 200))
    #expect(writer.keptBytes > 200 * 2048 + 50_000)
    try writer.finish(run: Samples.simpleRun())
    #expect(try RecordingFile(path: folder.file()).recording().events.map(\.at) == (0...200).map { Int64($0) })
    #expect(writer.lag.peakQueuedBytes < 60_000)
  }

  @Test func nothingIsTakenAfterTheEnd() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    try writer.finish(run: Samples.simpleRun())
    writer.record(Samples.frame(.text, [1]))
    try writer.flush()
    #expect(try RecordingFile(path: folder.file()).recording().events.isEmpty)
    // The log went into the file.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["recording.sqlite"])
  }
}
