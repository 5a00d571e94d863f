import Foundation
import GRDB
import Testing
import Timeline
import Wire

@testable import Store

@Suite struct RecordingFileTests {
  @Test func whatIsNoRecordingIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let cases: [(String, StoreError.Code)] = [
      (folder.file("none.sqlite"), .missingFile), (folder.path, .notARecording), (try folder.write([], to: "empty"), .notARecording),
      (try folder.write([UInt8](repeating: 65, count: 4096), to: "noise"), .notARecording),
    ]
    for (path, code) in cases {
      let error = #expect(throws: StoreError.self) { try RecordingFile(path: path) }
      #expect(error?.code == code && error?.text.contains(path) == true)
    }
  }

  @Test func anUnknownRunListsThoseThereAre() throws {
    let folder = try TemporaryFolder()
    for id in ["one", "two"] { try RecordingWriter(path: folder.file(), run: Samples.simpleRun(id)).finish(run: Samples.simpleRun(id)) }
    let file = try RecordingFile(path: folder.file())
    let error = #expect(throws: StoreError.self) { try file.recording(run: "three") }
    #expect(error?.code == .unknownRun && error?.text.contains("one, two") == true)
  }

  @Test func aRunIsReadWhileItIsWritten() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    let file = try RecordingFile(path: folder.file())
    for at in 0..<3 {
      writer.record(Samples.frame(.text, [1], at: Int64(at)))
      try writer.flush()
      #expect(try file.recording().events.count == at + 1)
      #expect(try file.recording().run.interrupted)
    }
    try writer.finish(run: Samples.simpleRun())
    #expect(try !file.recording().run.interrupted)
  }

  /// What is left to do where no index of the log may be made beside the file.
  @Test func aFileIsReadWithoutARightToWriteBesideIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("re cord?ing#1%.sqlite")
    let writer = try RecordingWriter(path: path, run: Samples.simpleRun())
    writer.record(Samples.frame(.text, [1]))
    try writer.flush()
    let copy = try Opening.copy(path)
    #expect(try copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event") } == 1)
    try writer.finish(run: Samples.simpleRun())
    let immutable = try Opening.immutable(path)
    #expect(try immutable.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event") } == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
  }

  @Test func aMigrationIsDoneOnceAndInOrder() throws {
    let database = try DatabaseQueue()
    try database.writeWithoutTransaction { db in
      try Schema.migrate(db, steps: ["CREATE TABLE a (x)"])
      try Schema.migrate(db, steps: ["CREATE TABLE a (x)", "ALTER TABLE a ADD y", "ALTER TABLE a ADD z"])
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 3)
      #expect(try Row.fetchAll(db, sql: "PRAGMA table_info(a)").map { $0["name"] as String } == ["x", "y", "z"])
      // A step that fails leaves the version before it.
      #expect(throws: DatabaseError.self) { try Schema.migrate(db, steps: ["", "", "", "CREATE TABLE b (x); CREATE TABLE a (x)"]) }
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 3)
      #expect(try !db.tableExists("b"))
    }
  }
}

@Suite struct GapTests {
  private static func write(_ run: String, events: Int, to path: String) throws {
    let writer = try RecordingWriter(path: path, run: Samples.simpleRun(run))
    for at in 0..<events { writer.record(Samples.frame(.text, [1], at: Int64(at))) }
    try writer.finish(run: Samples.simpleRun(run))
  }

  @Test func rowsThatWereTakenOutAreMissed() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try Self.write("one", events: 5, to: path)
    try Self.write("two", events: 5, to: path)
    let file = try RecordingFile(path: path)
    #expect(try file.recording(run: "one").missingEvents == 0 && file.recording(run: "two").missingEvents == 0)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "DELETE FROM event WHERE id IN (7, 8)") }
    #expect(try file.recording(run: "one").missingEvents == 0 && file.recording(run: "two").missingEvents == 2)
  }

  /// Two runs that are recorded into one file at the same time take turns: nothing is missing between their rows.
  @Test func runsThatTakeTurnsMissNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try Self.write("one", events: 6, to: path)
    try Self.write("two", events: 1, to: path)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "UPDATE event SET run = (SELECT row FROM run WHERE id = 'two') WHERE id IN (2, 4)")
    }
    let file = try RecordingFile(path: path)
    #expect(try file.recording(run: "one").missingEvents == 0 && file.recording(run: "two").missingEvents == 0)
  }

  /// A recording that is diagnosed again, and says the same, is not touched.
  @Test func theSameFindingsLeaveTheFileAsItIs() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try Self.write("one", events: 3, to: path)
    let row = FindingRow(rule: "early-break", certainty: "proven", severity: "error", party: "relay", summary: "s", remedy: "r", session: 1)
    try RecordingFile(path: path).saveFindings(run: "one", [row])
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    try RecordingFile(path: path).saveFindings(run: "one", [row])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    try RecordingFile(path: path).saveFindings(run: "one", [])
    #expect(try RecordingFile(path: path).findings().isEmpty)
  }
}
