import Diagnosis
import Testing
import Timeline
import Written

/// Runs in which nothing was asked that a relay could have answered: nobody is judged.
struct NoConversationTests {
  private func diagnosed(_ lines: String) throws -> DiagnosisResult {
    let text = """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      \(lines)
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      """
    return Diagnosis.diagnose(try WrittenTimeline(text).recording)
  }

  @Test func aRelayThatSpeaksToFlux() throws {
    let result = try diagnosed(
      """
        0.02      service → GET /v2/listen?model=flux-general-en&encoding=linear16&sample_rate=16000
        0.04      service ← 404
      """)
    #expect(result.noConversation == .unplayed && result.verdict == .inconclusive && result.rootCauses.isEmpty)
    #expect(result.headline.contains("--service-forward"))
  }

  /// A path that the service does not have is the relay's mistake.
  @Test func anotherPathIsTheRelays() throws {
    let result = try diagnosed(
      """
        0.02      service → GET /v2/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 404
      """)
    #expect(result.noConversation == nil && result.rootCauses.first?.finding.party == .relay)
  }

  @Test func aRelayThatSendsRecordings() throws {
    let said = "the service answered POST /v1/listen (32044 bytes) with 200 OK"
    let result = try diagnosed("  1.00      note remark \"\(said)\"")
    #expect(result.noConversation == .sentWhole && result.verdict == .inconclusive && result.rootCauses.isEmpty, "\(result.headline)")
    #expect(result.headline.contains(said))
  }

  /// It dialled nothing, and asked something else over HTTP: both are said.
  @Test func aQuestionOverHTTPIsNoCall() throws {
    let result = try diagnosed("  0.02      note remark \"the relay asked the service for GET /: only /v1/listen is played here\"")
    let finding = try #require(result.rootCauses.first?.finding)
    #expect(finding.rule == "service-never-dialled")
    #expect(finding.summary.contains("no WebSocket connection") && finding.summary.contains("GET /"))
  }
}
