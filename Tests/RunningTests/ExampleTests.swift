import Diagnosis
import Foundation
import Lab
import Reporting
import Running
import Scenarios
import Testing
import Timeline

/// `Reports/examples/`: what reports look like, one healthy and one for each of the faults that people ask for by name.
///
/// Written anew only with RECORD_SNAPSHOTS=1, and then the test fails.
struct ExampleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var fault: String?
    var party: Party?

    var testDescription: String { name }
  }

  static let scenarios = ["baseline", "two-utterances"]

  static let examples: [Example] =
    [Example(name: "healthy")]
    + [
      ("container-declared-for-raw-audio", Party.relay), ("raw-declared-for-container-audio", .relay), ("close-stream-missing", .relay),
      ("early-break", .relay), ("pacing-too-fast", .client), ("results-not-forwarded", .relay),
    ].map { Example(name: $0, fault: $0, party: $1) }

  /// As `--report DIR` names them.
  private static let files: [(name: String, renderer: any Renderer)] = [
    ("report.html", HTMLRenderer()), ("report.md", MarkdownRenderer()), ("report.json", JSONRenderer()), ("junit.xml", JUnitRenderer()),
    ("report.tap", TAPRenderer()), ("github.md", GitHubRenderer()),
  ]

  private static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Reports/examples").standardized

  /// The same at all times: a run in virtual time, by a version that has no number.
  private static func report(_ example: Example) throws -> Report {
    let plan = RunPlan(
      scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try example.fault.map(FaultCatalogue.parse) ?? FaultSet(), seed: 1)
    let command = "sttcheck lab play \(scenarios.joined(separator: " "))\(example.fault.map { " --fault \($0)" } ?? "") --seed 1"
    return Report(Diagnosed(try VirtualRun.play(plan, toolVersion: "example", command: command)), toolVersion: "example")
  }

  @Test(arguments: examples) func theExampleIsWhatComesOut(_ example: Example) throws {
    let report = try Self.report(example)
    #expect(report.diagnosis.verdict == (example.fault == nil ? .healthy : .faulty))
    #expect(report.diagnosis.rootCauses.map(\.finding.rule) == (example.fault.map { [$0] } ?? []))
    #expect(report.diagnosis.rootCauses.first?.finding.party == example.party)
    for (name, renderer) in Self.files { try expect(renderer.render(report), "\(example.name)/\(name)") }
  }

  private func expect(_ text: String, _ name: String) throws {
    let url = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(name): look at it, then run again without RECORD_SNAPSHOTS")
      return
    }
    let kept = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let pairs = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false), kept.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    let isSame = text == kept
    #expect(
      isSame,
      "\(name), line \((first?.offset ?? -1) + 1): got \(first?.element.0.prefix(200) ?? "more or fewer lines"), kept \(first?.element.1.prefix(200) ?? "")"
    )
  }

  /// Nothing else stands there, and all of it is small enough to keep in git.
  @Test func theFolderHoldsTheExamplesAlone() throws {
    let found = try #require(FileManager.default.enumerator(atPath: Self.folder.path)?.allObjects as? [String])
    let wanted = Self.examples.flatMap { example in Self.files.map { "\(example.name)/\($0.name)" } }
    #expect(Set(found.filter { $0.contains("/") }) == Set(wanted))
    #expect(Set(found.filter { !$0.contains("/") }) == Set(Self.examples.map(\.name)))
    let bytes = try wanted.reduce(0) { sum, name in sum + (try Data(contentsOf: Self.folder.appendingPathComponent(name)).count) }
    #expect(bytes < 3_000_000)
  }
}
