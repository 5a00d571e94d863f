import Foundation
import SttcheckDiagnosis
import Testing

/// The diagnosis as other programs get it: with nothing but what is public.
struct DiagnosedRunTests {
  private static let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/recordings").path

  /// A copy: a recording that is read may get files beside it.
  private static func copied<Value>(_ name: String, _ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    try FileManager.default.copyItem(atPath: "\(recordings)/\(name)", toPath: path)
    return try body(path)
  }

  @Test func aFaultIsNamedWithItsParty() throws {
    let run = try Self.copied("close-stream-missing/broken.sqlite") { try DiagnosedRun(recordingAt: $0) }
    #expect(run.verdict == .faulty && run.headline.contains("no CloseStream sent"), "\(run.headline)")
    let cause = try #require(run.causes.first)
    #expect(cause.rule == "close-stream-missing" && cause.party == .relay && cause.certainty == .proven && cause.severity == .error)
    #expect(cause.evidence.allSatisfy { !$0.events.isEmpty } && cause.remedy.contains("CloseStream"))
    struct Report: Decodable { var verdict: DiagnosedRun.Verdict, headline: String }
    let report = try JSONDecoder().decode(Report.self, from: Data(run.jsonReport.utf8))
    #expect(report.verdict == run.verdict && report.headline == run.headline)
  }

  @Test func readingLeavesTheFileAsItIs() throws {
    try Self.copied("close-stream-missing/broken.sqlite") { path in
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(try DiagnosedRun(recordingAt: path) == DiagnosedRun(recordingAt: path))
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    let missing = #expect(throws: RecordingFault.self) { try DiagnosedRun(recordingAt: "/nowhere/a.sqlite") }
    #expect(missing?.description.contains("/nowhere/a.sqlite") == true)
    try Self.copied("close-stream-missing/broken.sqlite") { path in
      let unknown = #expect(throws: RecordingFault.self) { try DiagnosedRun(recordingAt: path, run: "none") }
      #expect(unknown?.description.contains("none") == true)
    }
  }
}
