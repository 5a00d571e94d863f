import Foundation
import Glibc
import Testing
import Timeline

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// `sttcheck watch`: rounds, their recordings, what is told to whom.
@Suite(.timeLimit(.minutes(5))) struct WatchTests {
  private func watch(_ words: [String], _ folder: TemporaryFolder) async throws -> Ended {
    try await Gate.heavy.pass { try await Sttcheck(["watch", "--every", "1ms"] + words, in: folder).end() }
  }

  private func rounds(_ folder: TemporaryFolder) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("Reports/watch"))) ?? []).filter { $0.hasPrefix("round-") }.sorted()
  }

  @Test func roundsAreRotatedAndNothingElseIs() async throws {
    let folder = try TemporaryFolder()
    let old = "Reports/watch/round-20200101T000000Z"
    try folder.makeFolder(old)
    for name in ["sttcheck.sqlite", "report.json", "mine.txt"] { try folder.write("x", to: old + "/" + name) }
    try folder.makeFolder("Reports/watch/round-of-mine")
    let hook = "echo \"$STTCHECK_VERDICT $STTCHECK_EXIT_CODE $STTCHECK_REPORT\" >> told"
    let ended = try await watch(
      [
        "--rounds", "2", "--keep", "1", "--on-finding", hook, "--on-change", "touch changed", "--", "two-utterances", "--fault",
        "early-break",
      ],
      folder)
    #expect(ended.status == 0, "\(ended)")
    let lines = ended.out.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains("  faulty  ") && $0.contains("early-break") }, "\(ended)")
    let left = rounds(folder)
    #expect(left.count == 3 && left[0] == "round-20200101T000000Z" && left[2] == "round-of-mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file(old)) == ["mine.txt"])
    for name in ["sttcheck.sqlite", "report.json", "report.html"] {
      #expect(FileManager.default.fileExists(atPath: folder.file("Reports/watch/\(left[1])/\(name)")))
    }
    let told = try folder.text("told").split(separator: "\n")
    #expect(told.count == 2 && told[1] == "faulty 1 Reports/watch/\(left[1])/report.html")
    #expect(!folder.entries.contains("changed"))
  }

  @Test func aRelayThatIsNotThereDoesNotEndIt() async throws {
    let folder = try TemporaryFolder()
    let ended = try await watch(["--rounds", "2", "--", "baseline", "--relay", try FakeRelay(answering: nil).url], folder)
    #expect(ended.status == 0 && ended.out.split(separator: "\n").count == 2 && rounds(folder).count == 2, "\(ended)")
  }

  @Test(arguments: [
    (["--", "no-such-scenario"], "no-such-scenario"), (["--keep", "0"], "--keep"), (["--every", "soon"], "--every"),
    (["--", "--record", "a.sqlite"], "--folder"), (["--metrics", "nowhere"], "--metrics"),
  ])
  func aMistakeEndsItAtOnce(_ words: [String], _ says: String) async throws {
    let ended = try await watch(words, try TemporaryFolder())
    #expect(ended.status == 2 && ended.err.contains(says), "\(ended)")
  }

  @Test func whatCantBeWrittenEndsIt() async throws {
    let folder = try TemporaryFolder()
    try folder.write("no folder", to: "plain")
    let ended = try await watch(["--folder", "plain/rounds", "--", "baseline"], folder)
    #expect(ended.status == 4 && ended.err.contains("--folder"), "\(ended)")
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItWithTheRoundRecorded(_ signal: Int32) async throws {
    let folder = try TemporaryFolder()
    let ended = try await Gate.programs.pass {
      let words = ["watch", "--metrics", "127.0.0.1:0", "--", try LongScenario.write(to: folder)]
      let watch = try Sttcheck(words, in: folder)
      try await watch.until("audio in the recording") {
        rounds(folder).first.map { Recording.sentFrames(at: folder.file("Reports/watch/\($0)/sttcheck.sqlite")) >= 20 } ?? false
      }
      let port = try #require(watch.err.firstMatch(of: /metrics on (http:\S+)/)).1
      let url = try #require(URL(string: String(port)))
      let (metrics, answer) = try await URLSession.shared.data(from: url)
      #expect(String(decoding: metrics, as: UTF8.self).contains("\nsttcheck_rounds_total 0\n"))
      #expect((answer as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
      watch.send(signal)
      return try await watch.end()
    }
    #expect(ended.status == 0 && !ended.bySignal && ended.out.contains("inconclusive"), "\(ended)")
    let place = try #require(rounds(folder).first)
    #expect(try folder.text("Reports/watch/\(place)/report.json").contains("\"interrupted\": true"))
  }
}
