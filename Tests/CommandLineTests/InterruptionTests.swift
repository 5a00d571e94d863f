import Foundation
import Glibc
import GRDB
import Speech
import Testing
import Timeline
import Wire

/// A run that does not come to its end leaves a recording all the same.
@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
  private func ended(by signal: Int32, times: Int = 1, in folder: TemporaryFolder) async throws -> Ended {
    try await Gate.programs.pass {
      let run = try Sttcheck(["run", LongScenario.write(to: folder), "--format", "json"], in: folder)
      let path = folder.file("Reports/sttcheck.sqlite")
      try await run.until("audio in the recording") { Recording.sentFrames(at: path) >= 20 }
      for _ in 0..<times { run.send(signal) }
      return try await run.end()
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItPolitely(signal: Int32) async throws {
    let folder = try TemporaryFolder()
    let ended = try await ended(by: signal, in: folder)
    #expect(ended.status == 130 && !ended.bySignal, "\(ended)")
    #expect(ended.out.contains("The run was interrupted"))
    let recording = try Recording(at: folder.file("Reports/sttcheck.sqlite"))
    #expect(recording.run.interrupted && recording.run.finished && recording.sessions.map(\.outcome) == [.interrupted])
    let report = try JSONValue(report: folder.text("Reports/report.json"))
    #expect(report["run"]?["interrupted"]?.bool == true && report["verdict"]?.string == "inconclusive")
    #expect(try folder.files().keys.sorted() == ["Reports/report.json", "Reports/sttcheck.sqlite", "long.yaml"])
  }

  /// As `timeout` and some shells send it: to the program, and to its group.
  @Test func aSignalThatComesTwiceAtOnceIsOne() async throws {
    let folder = try TemporaryFolder()
    let ended = try await ended(by: SIGINT, times: 2, in: folder)
    #expect(ended.status == 130 && ended.out.contains("The run was interrupted"), "\(ended)")
    #expect(try folder.files().keys.contains("Reports/report.json"))
  }

  @Test func aKilledRunCanBeDiagnosed() async throws {
    let folder = try TemporaryFolder()
    let ended = try await ended(by: SIGKILL, in: folder)
    #expect(ended.bySignal && ended.status == SIGKILL)
    let path = folder.file("Reports/sttcheck.sqlite")
    #expect(try folder.files().keys.contains("Reports/sttcheck.sqlite-wal"))
    #expect(try Prompt.rows(path, "PRAGMA integrity_check").map { $0[0] as String } == ["ok"])
    let recording = try Recording(at: path)
    #expect(recording.run.interrupted && !recording.run.finished)
    let sent = recording.frames(.client, .client, .binary).flatMap(\.payload)
    #expect(try sent.count >= 20 * 2048 && Samples.audio("one-sentence.wav").starts(with: sent))

    let diagnosed = try await Sttcheck.run("diagnose", path, in: folder)
    #expect(diagnosed.status == 130 && diagnosed.out.contains("The run was interrupted"), "\(diagnosed)")
    let report = try await Sttcheck.run("report", path, "--format", "json", in: folder)
    #expect(try report.status == 0 && JSONValue(report: report.out)["run"]?["interrupted"]?.bool == true)
  }
}
