import Diagnosis
import Foundation
import Running
import Scenarios
import Store
import Testing
import Timeline

/// `Fixtures/recordings`: for every rule a recording that shows it, and its healthy twin, read from the file as a user's are.
@Suite(.timeLimit(.minutes(5))) struct RecordedFixturesTests {
  static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Fixtures/recordings").standardized
  static let rules = Catalogue.rules.map(\.id)

  private static func file(_ rule: String, _ name: String) -> URL { folder.appendingPathComponent("\(rule)/\(name)") }

  private static func recording(_ rule: String, _ name: String) throws -> Recording {
    try RecordingFile(path: file(rule, "\(name).sqlite").path).recording()
  }

  /// What `captured.txt` says under a name.
  private static func captured(_ rule: String) throws -> [String: String] {
    let text = String(decoding: try Data(contentsOf: file(rule, "captured.txt")), as: UTF8.self)
    return text.split(separator: "\n").reduce(into: [:]) { told, line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { return }
      told[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func everyRuleHasAFolderAndEveryFolderARule() throws {
    let folders = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: [.isDirectoryKey])
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
    #expect(Set(folders.map(\.lastPathComponent)) == Set(Self.rules))
    for folder in folders {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["broken.sqlite", "captured.txt", "healthy.sqlite"], "\(folder.lastPathComponent)")
    }
  }

  @Test(arguments: rules) func theBrokenOneShowsIt(_ id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let recording = try Self.recording(id, "broken")
    let result = Diagnosis.diagnose(recording)
    let first = rule.severity == .notice ? result.notices.first : result.rootCauses.first?.finding
    let finding = try #require(first, "nothing found: \(result.headline)")
    #expect(finding.rule == id, "\(result.headline)")
    let ids = Set(recording.events.map(\.id))
    let named = finding.evidence.flatMap(\.events)
    #expect(!named.isEmpty && named.allSatisfy(ids.contains))
    #expect(result.measurement.trustworthy && recording.missingEvents == 0)
    if rule.severity == .notice { #expect(result.rootCauses.isEmpty) }
    // A fault put in says whose it is.
    let faults = recording.events.compactMap { event -> String? in
      guard case .note(let note) = event.kind, note.code == .fault else { return nil }
      return note.text
    }
    #expect(faults.allSatisfy { $0.contains("(\(finding.party.rawValue))") }, "\(faults), found: \(finding.party.rawValue)")

    let captured = try Self.captured(id)
    #expect(captured["rule"] == id)
    #expect(captured["finding"] == "\(finding.severity.rawValue), \(finding.certainty.rawValue), \(finding.party.rawValue)")
    #expect(captured["headline"] == result.headline, "`make recordings` makes them anew")
    #expect(recording.run.command.hasPrefix(try #require(captured["broken"])))
    // What was concluded when it was captured is concluded today: else a diagnosis would write to a file that is under version control.
    let kept = try RecordingFile(path: Self.file(id, "broken.sqlite").path).findings()
    let today = (result.rootCauses.map(\.finding) + result.notices + result.provoked)
    #expect(
      kept.map(\.rule) == today.map(\.rule) && kept.map(\.summary) == today.map(\.summary) && kept.map(\.remedy) == today.map(\.remedy))
  }

  @Test(arguments: rules) func itsTwinIsHealthy(_ id: String) throws {
    let recording = try Self.recording(id, "healthy")
    let broken = try Self.recording(id, "broken")
    let result = Diagnosis.diagnose(recording)
    #expect(result.verdict == .healthy && result.rootCauses.isEmpty, "\(result.headline)")
    #expect(recording.sessions.map(\.scenario) == broken.sessions.map(\.scenario) && recording.run.seed == broken.run.seed)
    let captured = try Self.captured(id)
    #expect(captured["twin"] == result.headline)
    #expect(recording.run.command.hasPrefix(try #require(captured["healthy"])))
  }

  /// Diagnosed from where they lie, they stay as they are, and nothing is left beside them: they are under version control.
  @Test func readingLeavesThemAlone() throws {
    let url = Self.file("early-break", "broken.sqlite")
    let before = try Data(contentsOf: url)
    let file = try RecordingFile(path: url.path)
    let rows = try file.findings()
    #expect(rows.first?.rule == "early-break")
    try file.saveFindings(run: nil, rows)
    #expect(try Data(contentsOf: url) == before)
  }

  @Test func nothingOfTheMachineIsInThem() throws {
    for rule in Self.rules {
      for name in ["broken", "healthy"] {
        let run = try Self.recording(rule, name).run
        #expect(run.startedAt == "2026-01-01T00:00:00.000Z" && run.id == "virtual-0" && !run.command.contains(" /"), "\(rule), \(name)")
        // A row's text is not compressed: a path or a key would stand there as it is.
        let bytes = try Data(contentsOf: Self.file(rule, "\(name).sqlite"))
        for mark in ["/home/", "/root", "/work", "/tmp/", "/Users/", "Token built-in"] {
          #expect(bytes.range(of: Data(mark.utf8)) == nil, "\(mark) in \(rule)/\(name).sqlite")
        }
      }
    }
  }
}
