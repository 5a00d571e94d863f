import Foundation
import Glibc
import GRDB
import Testing
import Timeline

/// A recording or report that can't be written: exit code 4, and never a silent gap.
@Suite(.timeLimit(.minutes(5))) struct UnwritableTests {
  @Test(arguments: ["plain.txt/x.sqlite", "nosuch/x.sqlite", "folder", "plain.txt", "/dev/full"])
  func noPlaceForTheRecording(path: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("text", to: "plain.txt")
    try folder.makeFolder("folder")
    let ended = try await Sttcheck.run("run", "baseline", "--record", path, in: folder)
    #expect(ended.status == 4 && ended.out.isEmpty, "\(ended)")
    #expect(ended.err.contains(path) && ended.err.contains("choose another path"))
    #expect(try folder.text("plain.txt") == "text" && folder.entries.allSatisfy { ["folder", "plain.txt", "Reports"].contains($0) })
  }

  @Test func noPlaceForTheReport() async throws {
    let folder = try TemporaryFolder()
    try folder.write("text", to: "plain.txt")
    let run = try await PlayedRun("run", "baseline", "--relay", FakeRelay(answering: nil).url, "--report", "plain.txt", folder: folder)
    #expect(run.ended.status == 4 && run.ended.err.contains("plain.txt") && run.ended.err.contains("--report"), "\(run.ended)")
    let healthy = try await PlayedRun.healthy.value
    let report = try await Sttcheck.run("report", healthy.recordingPath, "--output", "plain.txt", in: folder)
    #expect(report.status == 4 && report.err.contains("--output"), "\(report)")
  }

  /// `sttcheck report … > report.md` on a full disk must not end as if the report were there.
  @Test func noPlaceForStandardOutput() async throws {
    let healthy = try await PlayedRun.healthy.value
    let words = ["-c", "exec \"$0\" report \"$1\" > /dev/full", try BuiltBinary.path(), healthy.recordingPath]
    let ended = try await Gate.programs.pass { try await Sttcheck(words, in: TemporaryFolder(), program: "/bin/sh").end() }
    #expect(ended.status == 4 && ended.err.contains("standard output"), "\(ended)")
  }

  /// The shell's limit on the size of a file stands for a disk that fails in mid-run: SQLite gets an error for its write.
  @Test func aDiskThatFailsInMidRun() async throws {
    let folder = try TemporaryFolder()
    let words = ["-c", "trap '' XFSZ; ulimit -f 900; exec \"$0\" run baseline --record x.sqlite", try BuiltBinary.path()]
    let ended = try await Gate.programs.pass { try await Sttcheck(words, in: folder, program: "/bin/sh").end() }
    #expect(ended.status == 4 && ended.err.contains("x.sqlite"), "\(ended)")
    let left = try await Sttcheck.run("diagnose", "x.sqlite", in: folder)
    #expect(left.status == 130 && left.out.contains("interrupted"), "\(left)")
  }

  static let mayMount = geteuid() == 0 && access("/proc/self/ns/mnt", R_OK) == 0

  /// At each stage: when the tables are made, in the handshakes, in mid-stream; what was recorded until then can be read on the same full disk.
  @Test(.enabled(if: mayMount, "only root may mount a small disk"), arguments: ["32k", "160k", "400k", "900k"])
  func aFullDisk(size: String) async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("disk")
    try #require(mount("tmpfs", folder.file("disk"), "tmpfs", 0, "size=\(size)") == 0, "mount: errno \(errno)")
    defer { umount2(folder.file("disk"), Int32(MNT_DETACH)) }
    let ended = try await Sttcheck.run("run", "baseline", "--record", "disk/x.sqlite", in: folder)
    #expect(ended.status == 4 && ended.err.contains("disk/x.sqlite") && ended.err.contains("the disk is full"), "\(ended)")
    // With less there is no room for the run itself.
    guard size == "900k" else { return }
    let left = try await Sttcheck.run("diagnose", "disk/x.sqlite", in: folder)
    #expect(left.status == 130 && left.out.contains("interrupted"), "\(left)")
  }

  @Test(.enabled(if: mayMount, "only root may mount a small disk")) func aFolderThatMayOnlyBeRead() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("disk")
    try #require(mount("tmpfs", folder.file("disk"), "tmpfs", UInt(MS_RDONLY), "size=64k") == 0, "mount: errno \(errno)")
    defer { umount2(folder.file("disk"), Int32(MNT_DETACH)) }
    let ended = try await Sttcheck.run("run", "baseline", "--record", "disk/x.sqlite", in: folder)
    #expect(ended.status == 4 && ended.err.contains("disk") && ended.out.isEmpty, "\(ended)")
    let report = try await Sttcheck.run("report", PlayedRun.healthy.value.recordingPath, "--output", "disk/r", in: folder)
    #expect(report.status == 4 && report.err.contains("--output"), "\(report)")
  }

  /// A recording of a newer version, one that is damaged, a database of somebody else's, and one that another process has locked: one sentence each,
  /// and the file as it was.
  @Test(arguments: ["newer", "damaged", "foreign", "locked"]) func aFileThatCantBeGoneOn(_ kind: String) async throws {
    let folder = try TemporaryFolder()
    let healthy = try await PlayedRun.healthy.value
    try FileManager.default.copyItem(atPath: healthy.recordingPath, toPath: folder.file("x.sqlite"))
    var bytes = try folder.bytes("x.sqlite")
    switch kind {
    case "newer": bytes[63] = 200
    case "damaged": for place in 100..<200_000 where place < bytes.count { bytes[place] = 0xA5 }
    case "foreign": bytes[71] ^= 1
    default: break
    }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("x.sqlite")))
    // It holds its transaction for as long as the program tries.
    var holding = Configuration()
    holding.allowsUnsafeTransactions = true
    let holder = kind == "locked" ? try DatabaseQueue(path: folder.file("x.sqlite"), configuration: holding) : nil
    try await holder?.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let ended = try await Sttcheck.run("run", "baseline", "--record", "x.sqlite", in: folder)
    #expect(ended.status == 4 && ended.out.isEmpty && ended.err.contains("x.sqlite"), "\(ended)")
    try await holder?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try holder?.close()
    #expect(try folder.bytes("x.sqlite") == bytes)
  }

  /// Two runs that record into one file at the same time take turns: each is whole, and neither has an event of the other's.
  @Test func twoRunsIntoOneFile() async throws {
    let folder = try TemporaryFolder()
    async let one = Sttcheck.run("run", "baseline", "--record", "x.sqlite", "--report", "one", in: folder)
    async let other = Sttcheck.run("run", "baseline", "--record", "x.sqlite", "--report", "other", in: folder)
    let ended = try await [one, other]
    #expect(ended.map(\.status) == [0, 0], "\(ended)")
    let rows = try Prompt.rows(
      folder.file("x.sqlite"),
      """
      SELECT run.finished AS finished, count(*) AS n, count(DISTINCT event.session) AS sessions,
        (SELECT sum(length(payload)) FROM event AS e WHERE e.run = run.row AND hop = 'client' AND sender = 'client' AND opcode = 2) AS audio
      FROM run JOIN event ON event.run = run.row GROUP BY run.row
      """)
    let clip = try Samples.audio("one-sentence.wav").count
    #expect(rows.count == 2 && rows.allSatisfy { $0["finished"] == 1 && $0["audio"] == clip })
    #expect(try Prompt.rows(folder.file("x.sqlite"), "PRAGMA integrity_check").map { $0[0] as String } == ["ok"])
  }

  /// The folder goes away in mid-run: nothing can be done for what was in it, and that is said.
  @Test func aFolderThatVanishes() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("Reports/sttcheck.sqlite")
    let ended = try await Gate.programs.pass {
      let run = try Sttcheck(["run", "baseline"], in: folder)
      try await run.until("audio in the recording") { Recording.sentFrames(at: path) >= 20 }
      try FileManager.default.removeItem(atPath: folder.file("Reports"))
      return try await run.end()
    }
    #expect(ended.status == 4 && ended.err.contains("sttcheck.sqlite"), "\(ended)")
  }
}
