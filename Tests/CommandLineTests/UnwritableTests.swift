import Foundation
import Glibc
import Testing

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

  @Test(.enabled(if: mayMount, "only root may mount a small disk")) func aFullDisk() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("disk")
    try #require(mount("tmpfs", folder.file("disk"), "tmpfs", 0, "size=400k") == 0, "mount: errno \(errno)")
    defer { umount2(folder.file("disk"), Int32(MNT_DETACH)) }
    let ended = try await Sttcheck.run("run", "baseline", "--record", "disk/x.sqlite", in: folder)
    #expect(ended.status == 4 && ended.err.contains("disk/x.sqlite") && ended.err.contains("the disk is full"), "\(ended)")
  }
}
