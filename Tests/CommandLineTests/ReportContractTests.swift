import Speech
import Testing

/// `report.json` has the members that other programs rely on.
@Suite(.timeLimit(.minutes(5))) struct ReportContractTests {
  @Test func aHealthyReportHasEveryMember() async throws {
    let report = try await PlayedRun.healthy.value.report()
    #expect(report["schema"]?.string == "sttcheck.report/1")
    #expect(report["verdict"]?.string == "healthy")
    #expect(report.keys.isSuperset(of: ["run", "verdict", "headline", "root_causes", "sessions", "checklist", "notices", "measurement"]))
    #expect(report["run"]?.keys.isSuperset(of: ["id", "started_at", "relay", "suite", "tool_version", "interrupted"]) == true)
    #expect(report["measurement"]?.keys.isSuperset(of: ["trustworthy", "reasons", "pacing_error_us"]) == true)
    #expect(report["measurement"]?["pacing_error_us"]?.keys.isSuperset(of: ["p50", "p99", "max"]) == true)
    #expect(report["root_causes"]?.array == [])
    #expect(report["checklist"]?.array?.count == 5)
    let session = try #require(report["sessions"]?[0])
    let members: Set = [
      "id", "scenario", "verdict", "sent", "received", "transcript", "expected_transcript", "wer", "latency", "close", "checks",
    ]
    #expect(session.keys.isSuperset(of: members))
    #expect(session["sent"]?.keys.isSuperset(of: ["frames", "audio_seconds"]) == true)
    #expect(session["received"]?.keys.isSuperset(of: ["messages", "results", "finals", "metadata"]) == true)
    #expect(session["close"]?["code"]?.integer == 1000 && session["close"]?.keys.isSuperset(of: ["code", "reason", "by"]) == true)
    #expect(session["wer"]?.number == 0 && session["transcript"]?.string == session["expected_transcript"]?.string)
  }
}
