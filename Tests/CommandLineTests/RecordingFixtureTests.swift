import Foundation
import Store
import Testing
import Timeline

/// `Fixtures/recordings` in a user's hands: diagnosed from where they lie, and made once more.
@Suite(.timeLimit(.minutes(5))) struct RecordingFixtureTests {
  private static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized

  private static func recording(_ rule: String, _ name: String) -> URL {
    root.appendingPathComponent("Fixtures/recordings/\(rule)/\(name).sqlite")
  }

  /// The same recording, diagnosed twice: the same bytes of every report and of the story, and the file stays as it is.
  @Test func twoDiagnosesAreTheSame() async throws {
    let folder = try TemporaryFolder()
    let path = Self.recording("early-break", "broken")
    let before = try Data(contentsOf: path)
    var told: [String] = []
    for name in ["one", "two"] {
      let story = try await Gate.heavy.pass { try await Sttcheck(["diagnose", path.path], in: folder).end() }
      #expect(story.status == 1 && story.out.contains("early-break") && story.out.contains("Fix: "), "\(story)")
      let words = ["report", path.path, "--format", "html,markdown,json,junit,tap,github", "--output", name]
      #expect(try await Gate.heavy.pass { try await Sttcheck(words, in: folder).end() }.status == 0)
      let files = ["report.html", "report.md", "report.json", "junit.xml", "report.tap", "github.md"]
      told.append(story.out + (try files.map { try folder.text("\(name)/\($0)") }.joined()))
    }
    #expect(told[0] == told[1] && told[0].utf8.count > 20_000)
    #expect(try Data(contentsOf: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path.deletingLastPathComponent().path).count == 3)
  }

  /// Nothing in them depends on the machine: the command that stands in the recording makes the same rows again.
  @Test(arguments: ["broken", "healthy"]) func playedAgainItIsTheSame(name: String) async throws {
    let folder = try TemporaryFolder()
    let kept = try RecordingFile(path: Self.recording("early-break", name).path).recording()
    let profile = "Fixtures/recordings/small.yaml"
    #expect(kept.run.command.contains(" --profile \(profile) "))
    let words = kept.run.command.split(separator: " ").dropFirst().map { $0 == profile ? Self.root.path + "/" + profile : String($0) }
    let ended = try await Gate.heavy.pass { try await Sttcheck(words + ["--record", "again.sqlite", "--quiet"], in: folder).end() }
    #expect(ended.status == (name == "broken" ? 1 : 0), "\(ended)")
    let again = try RecordingFile(path: folder.file("again.sqlite")).recording()
    #expect(again.events == kept.events && again.sessions == kept.sessions)
  }
}
