import Foundation
import Speech
import Testing

/// A profile that speaks to the service itself: what only a relay can do for its client is not asked of it, and nothing is said of a relay.
@Suite(.timeLimit(.minutes(5))) struct DirectTests {
  private static func folder(_ service: String, key: String = "k") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      relay: \(service)/v1/listen
      direct: true
      headers: { Authorization: "Token \(key)" }
      query: { encoding: linear16, sample_rate: 44100, channels: 1, interim_results: true }
      """, to: "sttcheck.yaml")
    return folder
  }

  @Test func whatOnlyARelayCanDoIsSkipped() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let folder = try Self.folder(try await service.url())
    let run = try await PlayedRun("run", "baseline", "stall", "empty-frame", "unknown-text", "--format", "json", folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    let report = try run.report()
    #expect(report["verdict"]?.string == "healthy" && report["root_causes"]?.array?.isEmpty == true)
    #expect(report["run"]?["service_hop"]?.string == "direct")
    let skipped = (report["sessions"]?.array ?? []).filter { $0["skipped"]?.string?.hasPrefix("the profile speaks to the service") == true }
    #expect(skipped.compactMap { $0["scenario"]?.string } == ["stall", "empty-frame", "unknown-text"])
    _ = try await service.stop()
  }

  @Test func aRefusalIsTheServicesOwn() async throws {
    let service = try LabPart(["lab", "service", "--keys", "right"], environment: [:])
    let folder = try Self.folder(try await service.url(), key: "wrong")
    let run = try await PlayedRun("run", "baseline", "--format", "json,html", folder: folder)
    #expect(run.ended.status == 1, "\(run.ended)")
    let cause = try run.report()["root_causes"]?[0]
    #expect(cause?["rule"]?.string == "service-refused" && cause?["party"]?.string == "service")
    #expect(
      run.ended.out.contains("service refused the client: 401") && run.ended.out.contains("service → client: HTTP 401"), "\(run.ended)")
    #expect(!run.ended.out.replacing("with no relay between", with: "").contains("relay"), "\(run.ended.out)")
    _ = try await service.stop()
  }

  @Test func noRelayIsWaitedFor() async throws {
    let folder = try Self.folder("ws://127.0.0.1:1")
    let ended = try await Gate.programs.pass {
      try await Sttcheck(["run", "baseline", "--service-listen", "127.0.0.1:0"], in: folder).end()
    }
    #expect(ended.status == 2 && ended.err.contains("--service-listen") && ended.err.contains("`direct`"), "\(ended)")
    #expect(folder.entries.count == 1)
  }
}
