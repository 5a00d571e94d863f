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

  /// Its client spoke on into a conversation that was never opened: what came of that says nothing of the relay.
  @Test func aRelayThatDidNotOpenTheConversation() throws {
    let missed = "the relay did not open the conversation as socket.io has it within 10 s (40… did not come); going on without it"
    let result = try diagnosed("  10.0      note wait-expired \"\(missed)\"")
    #expect(result.noConversation == .unopened && result.verdict == .inconclusive && result.rootCauses.isEmpty, "\(result.headline)")
    #expect(result.headline.contains("40… did not come"))
  }

  /// It had a reason: its service did not let it in.
  @Test func aRelayThatCouldNotOpenIt() throws {
    let result = try diagnosed(
      """
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 401
        10.0      note wait-expired "the relay did not open the conversation as socket.io has it within 10 s; going on without it"
      """)
    #expect(result.noConversation == nil && result.rootCauses.first?.finding.rule.hasPrefix("service-refus") == true, "\(result.headline)")
  }

  @Test func aRelayThatAsksForAnotherService() throws {
    let asked = "the proxy let nothing through: 'streaming.assemblyai.com' could not be resolved"
    let result = try diagnosed("  0.02      note remark \"\(asked)\"")
    #expect(result.noConversation == .otherService && result.verdict == .inconclusive && result.rootCauses.isEmpty, "\(result.headline)")
    #expect(result.headline.contains("streaming.assemblyai.com") && result.headline.contains("service_hosts"))
  }

  /// A server that hears by itself, such as Vosk's, has no service to dial.
  @Test func wordsThatNoServiceHeard() throws {
    let times = (1...6).map { 1 + Double($0) / 10 }
    let lines = times.map { "  \($0)       client  ← message \"{'type':'partial','text':'word \($0)'}\"" }.joined(separator: "\n")
    let result = try diagnosed(lines)
    #expect(result.noConversation == .unseenService && result.verdict == .inconclusive && result.rootCauses.isEmpty, "\(result.headline)")
  }

  /// It dialled nothing, and asked something else over HTTP: both are said.
  @Test func aQuestionOverHTTPIsNoCall() throws {
    let result = try diagnosed("  0.02      note remark \"the relay asked the service for GET /: only /v1/listen is played here\"")
    let finding = try #require(result.rootCauses.first?.finding)
    #expect(finding.rule == "service-never-dialled")
    #expect(finding.summary.contains("no WebSocket connection") && finding.summary.contains("GET /"))
  }
}
