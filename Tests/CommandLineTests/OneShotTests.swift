import Foundation
import Speech
import Testing
import Timeline

/// A profile's `one_shot`: the recording goes whole over HTTP, and the answer must have its words.
@Suite(.timeLimit(.minutes(5))) struct OneShotTests {
  private static func play(_ oneShot: String, _ relay: String) async throws -> PlayedRun {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      relay: \(relay)
      headers: { Authorization: "Token k" }
      one_shot: \(oneShot)
      """, to: "sttcheck.yaml")
    return try await PlayedRun("run", "baseline", "one-shot", "--format", "json,junit,markdown", folder: folder)
  }

  private static func lab() async throws -> (service: LabPart, relay: LabPart) {
    let service = try LabPart(["lab", "service"], environment: [:])
    return (service, try LabPart(["lab", "relay", "--service", try await service.url()], environment: ["DEEPGRAM_API_KEY": "k"]))
  }

  @Test func itsWordsComeBack() async throws {
    let (service, relay) = try await Self.lab()
    let place = try await service.url().replacing("ws://", with: "http://").split(separator: "/").prefix(2).joined(separator: "//")
    let run = try await Self.play("\(place)/v1/listen", try await relay.url())
    #expect(run.ended.status == 0, "\(run.ended)")
    let session = try run.report()["sessions"]?.array?.last
    #expect(session?["scenario"]?.string == "one-shot" && session?["verdict"]?.string == "healthy")
    #expect(session?["transcript"]?.string == session?["expected_transcript"]?.string)
    #expect(session?["checks"]?.array?.first?["status"]?.string == "passed")
    #expect(try run.recording().events.filter { $0.hop == nil && $0.session == 2 }.count >= 3)
    _ = try await relay.stop()
    _ = try await service.stop()
  }

  @Test func aRefusalIsTheRelaysWhereStreamingWorks() async throws {
    let (service, relay) = try await Self.lab()
    let door = try FakeRelay { _ in "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 15\r\n\r\nno such handler" }
    let run = try await Self.play("http://127.0.0.1:\(door.port)/transcribe", try await relay.url())
    #expect(run.ended.status == 1, "\(run.ended)")
    #expect(run.ended.out.contains("was answered 500 Internal Server Error: no such handler"), "\(run.ended.out)")
    #expect(try run.folder.text("Reports/junit.xml").contains("no such handler"))
    let session = try run.report()["sessions"]?.array?.last
    #expect(session?["verdict"]?.string == "faulty" && session?["checks"]?.array?.first?["status"]?.string == "failed")
    _ = try await relay.stop()
    _ = try await service.stop()
  }

  @Test func withoutAPlaceItIsSkipped() async throws {
    let folder = try TemporaryFolder()
    let run = try await PlayedRun("run", "baseline", "one-shot", "--format", "json,junit,markdown", folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    let reason = "the profile names no one_shot URL"
    #expect(try run.report()["sessions"]?.array?.last?["skipped"]?.string == reason)
    #expect(try run.folder.text("Reports/junit.xml").contains("<skipped message=\"\(reason)\"/>"))
    #expect(run.ended.out.contains("skipped, \(reason)"))
    #expect(try run.folder.text("Reports/report.md").contains("skipped, \(reason)"))
  }
}
