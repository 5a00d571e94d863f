import Foundation
import Speech
import Testing

/// A profile that speaks to the service itself: what only a relay can do for its client is not asked of it.
@Suite(.timeLimit(.minutes(5))) struct DirectTests {
  @Test func whatOnlyARelayCanDoIsSkipped() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let folder = try TemporaryFolder()
    try folder.write(
      """
      relay: \(try await service.url())/v1/listen
      direct: true
      headers: { Authorization: "Token k" }
      query: { encoding: linear16, sample_rate: 44100, channels: 1, interim_results: true }
      stop: { type: CloseStream }
      """, to: "sttcheck.yaml")
    let run = try await PlayedRun("run", "baseline", "stall", "empty-frame", "unknown-text", "--format", "json", folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    let report = try run.report()
    #expect(report["verdict"]?.string == "healthy" && report["root_causes"]?.array?.isEmpty == true)
    let skipped = (report["sessions"]?.array ?? []).filter { $0["skipped"]?.string?.hasPrefix("the profile speaks to the service") == true }
    #expect(skipped.compactMap { $0["scenario"]?.string } == ["stall", "empty-frame", "unknown-text"])
    _ = try await service.stop()
  }
}
