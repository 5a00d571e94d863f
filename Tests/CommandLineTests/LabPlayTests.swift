import Foundation
import GRDB
import Testing

/// `sttcheck lab play`: virtual time, and nothing in what it leaves depends on the machine or the moment.
@Suite(.timeLimit(.minutes(5))) struct LabPlayTests {
  private static let formats = ["report.html", "report.md", "report.json", "junit.xml", "report.tap", "github.md"]

  /// Every table of a recording, row by row, as `sqlite3 .dump` tells it.
  private static func dump(_ path: String) throws -> String {
    let database = try DatabaseQueue(path: path)
    return try database.read { db in
      let objects = try Row.fetchAll(db, sql: "SELECT name, type, sql FROM sqlite_master ORDER BY rowid")
      var lines = objects.map { "\($0)" }
      for object in objects where object["type"] == "table" {
        let name: String = object["name"]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\" ORDER BY rowid") {
          lines.append(name + ": " + row.map { "\($0.0)=\($0.1.databaseValue.storage)" }.joined(separator: ", "))
        }
      }
      return lines.joined(separator: "\n")
    }
  }

  private static func play(
    _ words: [String], status: Int32 = 0, in folder: TemporaryFolder, _ name: String
  ) async throws -> (dump: String, reports: [String]) {
    let all =
      ["lab", "play"] + words + ["--record", "\(name).sqlite", "--report", name, "--format", "html,markdown,json,junit,tap,github"]
    let ended = try await Gate.heavy.pass { try await Sttcheck(all, in: folder).end() }
    #expect(ended.status == status, "\(ended)")
    return (try dump(folder.file("\(name).sqlite")), try formats.map { try folder.text("\(name)/\($0)") })
  }

  @Test(
    arguments: [
      (["baseline", "two-utterances", "--seed", "7", "--jitter", "10ms", "--latency", "40ms", "--bandwidth", "200000"], 0),
      // Behind the only final nothing is missed.
      (["baseline", "--fault", "early-break", "--seed", "9"], 0), (["two-utterances", "--cut-client", "2s", "--seed", "1"], 1),
    ] as [([String], Int32)])
  func twoRunsAreTheSame(words: [String], status: Int32) async throws {
    let folder = try TemporaryFolder()
    let one = try await Self.play(words, status: status, in: folder, "one")
    let two = try await Self.play(words, status: status, in: folder, "two")
    #expect(one.dump == two.dump)
    #expect(one.dump.utf8.count > 100_000)
    for (name, pair) in zip(Self.formats, zip(one.reports, two.reports)) { #expect(pair.0 == pair.1, "\(name)") }
    #expect(!one.dump.contains("Token built-in"))
  }

  @Test func anotherSeedIsAnotherRecording() async throws {
    let folder = try TemporaryFolder()
    let one = try await Self.play(["baseline", "--seed", "1"], in: folder, "one")
    let two = try await Self.play(["baseline", "--seed", "2"], in: folder, "two")
    #expect(one.dump != two.dump)
  }

  @Test func aSeedIsRecordedOnceInAFile() async throws {
    let folder = try TemporaryFolder()
    let words = ["lab", "play", "baseline", "--record", "runs.sqlite", "--quiet"]
    #expect(try await Sttcheck(words, in: folder).end().status == 0)
    let again = try await Sttcheck(words, in: folder).end()
    #expect(again.status == 2 && again.err.contains("virtual-0"), "\(again)")
    #expect(try await Sttcheck(words + ["--seed", "1"], in: folder).end().status == 0)
    let runs = try await DatabaseQueue(path: folder.file("runs.sqlite")).read {
      try String.fetchAll($0, sql: "SELECT id FROM run ORDER BY row")
    }
    #expect(runs == ["virtual-0", "virtual-1"])
  }

  @Test(arguments: [
    (["--latency", "5"], "--latency: '5' is no length of time"), (["--bandwidth", "0"], "--bandwidth: 0 is out of range"),
    (["--fail-on", "eror"], "did you mean 'error'?"), (["--fault", "none-such"], "none-such"),
  ])
  func badInputIsTold(words: [String], text: String) async throws {
    let folder = try TemporaryFolder()
    let ended = try await Sttcheck(["lab", "play", "baseline", "--record", "run.sqlite"] + words, in: folder).end()
    #expect(ended.status == 2 && ended.err.contains(text), "\(ended)")
    #expect(folder.entries.isEmpty)
  }
}
