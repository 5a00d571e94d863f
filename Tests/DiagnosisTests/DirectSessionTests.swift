import Diagnosis
import Testing
import Timeline
import Written

/// Runs without a relay: the client's connection is the service's own, and what is wrong on it is proven, and nobody speaks of a relay.
@Suite struct DirectSessionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var rule: String
    var party: Party
    /// In the finding's summary.
    var says: String
    var session: String
  }

  private static let query = "encoding=linear16&sample_rate=16000&channels=1&interim_results=true"
  private static func opened(_ query: String = query, audio: String = "2.0", stop: String = #"{"type":"CloseStream"}"#) -> String {
    """
    run service-hop=direct
    session baseline audio=linear16/16000/1 seconds=2 stop="\(stop.replacing("\"", with: "\\\""))"
      0.00      client  → GET /v1/listen?\(query)
      0.02      client  ← 101
      0.10-\(audio == "2.0" ? "2.10" : "1.10") client  → audio \(audio)s
    """
  }

  static let cases = [
    Case(
      testDescription: "the service says nothing", rule: "no-messages", party: .service, says: "reached the service",
      session: """
        \(opened())
          2.12      client  → CloseStream
          14.2      note wait-expired "closed within 12 s"
        """),
    Case(
      testDescription: "another rate in the URL", rule: "sample-rate-mismatch", party: .client, says: "The client opened the service",
      session: """
        \(opened("encoding=linear16&sample_rate=8000&channels=1"))
          2.12      client  → CloseStream
          2.30      client  ← results "" final start=0 duration=4
          2.31      client  ← metadata duration=4
          2.32      client  ← close 1000
        """),
    Case(
      testDescription: "the key is refused", rule: "service-refused", party: .service,
      says: "The service answered the client's handshake with 401",
      session: """
        run service-hop=direct
        session baseline audio=linear16/16000/1 seconds=2 stop="stop"
          0.00      client  → GET /v1/listen?\(query)
          0.01      client  ← 401 dg-error="Invalid credentials."
        """),
    Case(
      testDescription: "reset in the middle", rule: "unexpected-close", party: .service, says: "the client reached the service",
      session: """
        \(opened(audio: "1.0"))
          1.12      client  end rst by=relay
        """),
    Case(
      testDescription: "nobody listens", rule: "relay-unreachable", party: .service, says: "The service could not be reached",
      session: """
        run service-hop=direct
        session baseline audio=linear16/16000/1 seconds=2 stop="stop"
          0.00      client  failed connect ECONNREFUSED "127.0.0.1:9 could not be reached: Connection refused"
        """),
    Case(
      testDescription: "a stop that the service does not know", rule: "stop-forwarded-verbatim", party: .client, says: "",
      session: """
        \(opened(stop: "stop"))
          2.12      client  → text "stop"
          2.13      client  ← message "{'type':'Error','description':'Could not deserialize last text message: unknown message type.'}"
          2.13      client  ← close 1008 "Unknown text message"
        """),
    Case(
      testDescription: "masked frames of the service's", rule: "protocol-violation", party: .service, says: "must not mask",
      session: """
        \(opened())
          1.20      client  ← results "tell me" interim start=0 duration=1
          1.20      client  violation 5.1 "A server must not mask its frames, and this one is masked." by=relay
          2.12      client  → CloseStream
          2.30      client  ← results "tell me more" final start=0 duration=2
          2.31      client  ← metadata duration=2
          2.32      client  ← close 1000
        """),
  ]

  @Test(arguments: cases) func whatIsWrongIsProven(_ test: Case) throws {
    let result = Diagnosis.diagnose(try WrittenTimeline(test.session).recording)
    let finding = try #require(result.rootCauses.first?.finding, "\(result.headline)")
    #expect(finding.rule == test.rule && finding.party == test.party && finding.certainty == .proven, "\(finding)")
    #expect(test.says.isEmpty || finding.summary.contains(test.says), "\(finding.summary)")
    #expect(result.rootCauses.count == 1, "\(result.headline)")
    let prose = finding.remedy.split(separator: "```", omittingEmptySubsequences: false).enumerated().filter { $0.offset.isMultiple(of: 2) }
    let said = [result.headline, finding.summary] + prose.map { String($0.element) } + result.checklist.map(\.reason)
    for text in said { #expect(!text.lowercased().contains(/\brelay('s)?\b(?!-)/), "\(text)") }
  }

  @Test func nothingIsFoundInAHealthyOne() throws {
    let result = Diagnosis.diagnose(
      try WrittenTimeline(
        """
        \(Self.opened())
          1.20      client  ← results "tell me" interim start=0 duration=1
          2.12      client  → CloseStream
          2.30      client  ← results "tell me more" final start=0 duration=2
          2.31      client  ← metadata duration=2
          2.32      client  ← close 1000
        """
      ).recording)
    #expect(result.verdict == .healthy && result.rootCauses.isEmpty, "\(result.headline)")
    let session = try #require(result.sessions.first)
    #expect(session.figures?.client != nil && session.figures?.service == nil && session.figures?.relay == nil)
    #expect(session.close?.by == .service)
  }
}
