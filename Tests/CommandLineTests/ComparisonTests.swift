import Foundation
import Speech
import Testing
import Timeline

/// `sttcheck history` and `sttcheck diff` over recordings that runs left behind.
@Suite(.timeLimit(.minutes(5))) struct ComparisonTests {
  private static let broken = Task {
    try await PlayedRun("run", "baseline", "--fault", "close-stream-missing", "--format", "json", "--quiet")
  }

  @Test func aFaultIsARegression() async throws {
    let healthy = try await PlayedRun.healthy.value
    let broken = try await Self.broken.value
    let folder = try TemporaryFolder()
    let diff = try await Sttcheck.run("diff", healthy.recordingPath, broken.recordingPath, in: folder)
    #expect(diff.status == 1 && diff.out.contains("close-stream-missing"), "\(diff)")
    let back = try await Sttcheck.run("diff", broken.recordingPath, healthy.recordingPath, "--format", "json", in: folder)
    #expect(back.status == 0, "\(back)")
    #expect(try JSONValue(report: back.out)["regression"]?.bool == false)
    #expect(folder.entries.isEmpty, "\(folder.entries)")
  }

  @Test func aRunIsNamedByTheBeginningOfItsId() async throws {
    let healthy = try await PlayedRun.healthy.value
    let id = try healthy.recording().run.id
    let folder = try TemporaryFolder()
    let named = "\(healthy.recordingPath):\(id.prefix(8))"
    let diff = try await Sttcheck.run("diff", named, healthy.recordingPath, "--format", "markdown,html", "--output", "out", in: folder)
    #expect(diff.status == 0 && diff.out.isEmpty, "\(diff)")
    #expect(try folder.files().keys.sorted() == ["out/diff.html", "out/diff.md"] && folder.text("out/diff.md").contains(id))
    let unknown = try await Sttcheck.run("diff", "\(healthy.recordingPath):nope", healthy.recordingPath, in: folder)
    #expect(unknown.status == 2 && unknown.err.contains("holds no run nope"), "\(unknown)")
  }

  @Test func aFolderIsReadWhole() async throws {
    let healthy = try await PlayedRun.healthy.value
    let broken = try await Self.broken.value
    let folder = try TemporaryFolder()
    try folder.makeFolder("runs")
    for (name, run) in [("a.sqlite", healthy), ("b.sqlite", broken)] {
      try FileManager.default.copyItem(atPath: run.recordingPath, toPath: folder.file("runs/\(name)"))
    }
    try folder.write("no recording", to: "runs/c.sqlite")
    let history = try await Sttcheck.run("history", "runs", in: folder)
    #expect(history.status == 0 && history.out.hasPrefix("2 runs, 1 healthy"), "\(history)")
    #expect(history.out.contains("Passed over: runs/c.sqlite is not an SQLite file"), "\(history)")
    let page = try await Sttcheck.run("history", "runs", "--format", "html,json", "--output", "out", in: folder)
    #expect(page.status == 0 && folder.entries.contains("out"), "\(page)")
    let value = try JSONValue(report: folder.text("out/history.json"))
    #expect(Set(value["runs"]?.array?.compactMap { $0["verdict"]?.string } ?? []) == ["healthy", "faulty"])
    #expect(try folder.text("out/index.html").hasSuffix("</html>\n"))
  }
}
