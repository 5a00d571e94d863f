import Foundation
import Testing
import Timeline

/// Commands that only say something: on standard output, with exit code 0, and nothing is written.
@Suite(.timeLimit(.minutes(5))) struct InformationTests {
  @Test(arguments: [
    ["--help"], ["help"], ["run", "--help"], ["lab", "--help"], ["lab", "relay", "--help"], ["--version"], ["rules"], ["scenarios"],
  ])
  func itGoesToStandardOutput(words: [String]) async throws {
    let folder = try TemporaryFolder()
    let ended = try await Gate.programs.pass { try await Sttcheck(words, in: folder).end() }
    #expect(ended.status == 0 && ended.err.isEmpty && !ended.out.isEmpty && folder.entries.isEmpty, "\(ended)")
    #expect(!ended.out.contains("\u{1B}"))
  }

  @Test func rulesAreExplained() async throws {
    let folder = try TemporaryFolder()
    let one = try await Sttcheck.run("rules", "early-break", in: folder)
    #expect(one.status == 0 && one.out.hasPrefix("early-break:") && one.out.contains("Fix:"))
    let markdown = try await Sttcheck.run("rules", "--format", "markdown", in: folder)
    let listed = try await Sttcheck.run("rules", in: folder)
    let ids = listed.out.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(ids.count >= 18 && Set(ids).count == ids.count)
    for id in ids { #expect(markdown.out.contains(id)) }
  }

  @Test func scenariosCanBeTakenFromThereAndPlayed() async throws {
    let folder = try TemporaryFolder()
    let list = try await Sttcheck.run("scenarios", in: folder)
    let names = list.out.split(separator: "\n").filter { !$0.hasPrefix("suite ") }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(Array(names.prefix(7)) == ["baseline", "wav-header", "no-stop", "two-utterances", "too-fast", "burst", "hang-up"])
    for name in names {
      let printed = try await Sttcheck.run("scenarios", name, in: folder)
      #expect(printed.status == 0)
      try folder.write(printed.out, to: "\(name)-copy.yaml")
    }
    // A relay that is not there: the files are read and made ready, and the sessions told.
    let run = try await Gate.programs.pass {
      let words = ["run"] + names.map { "\($0)-copy.yaml" } + ["--relay", try FakeRelay(answering: nil).url, "--format", "json"]
      return try await PlayedRun.ungated(words, environment: [:], folder: folder)
    }
    #expect(run.ended.status == 3, "\(run.ended)")
    // A scenario of several clients has a session for each.
    let played = try run.recording().sessions.map(\.scenario).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(played == names)
  }

  /// A few rows: all of them are the matter of a release build.
  @Test(arguments: [[], ["--client-hop-only"], ["--format", "markdown"]]) func theMatrixAgreesAndNeverVaries(words: [String]) async throws {
    let folder = try TemporaryFolder()
    let rows = ["healthy", "early-break", "close-stream-missing"]
    @Sendable func matrix() async throws -> String {
      let ended = try await Gate.heavy.pass {
        try await Sttcheck(["lab", "matrix", "--suite", "standard"] + words + rows, in: folder).end()
      }
      #expect(ended.status == 0 && ended.err.isEmpty, "\(ended)")
      return ended.out
    }
    async let first = matrix()
    async let second = matrix()
    let printed = try await [first, second]
    #expect(printed[0] == printed[1] && printed[0].contains("3 of 3 agree") && !printed[0].lowercased().contains("disagrees"))
    #expect(folder.entries.isEmpty)
  }
}
