import Diagnosis
import Testing
import Timeline

/// A relay that the run started says itself why it left: the finding quotes it.
@Suite struct PrintedTroubleTests {
  private static func evidence(printing lines: String) throws -> (rule: String, quoted: [String]) {
    let text = """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      \(lines)
        0.06      client  ← close 1011 "sorry"
        0.07      note relay-output "Error: too late to be the reason"
      """
    let finding = try #require(Diagnosis.diagnose(try WrittenTimeline(text).recording).rootCauses.first?.finding)
    return (finding.rule, finding.evidence.map(\.text).filter { $0.contains("printed") })
  }

  @Test func theErrorThatSaysWhatItIsIsTaken() throws {
    let told = try Self.evidence(
      printing: """
          0.02      note relay-output "INFO: failed over to port 8000"
          0.03      note relay-output "Traceback (most recent call last), unexpected"
          0.04      note relay-output "TypeError: connect() got an unexpected keyword argument 'extra_headers'"
        """)
    #expect(told.rule == "service-never-dialled" && told.quoted.count == 1)
    #expect(told.quoted.first?.contains("TypeError: connect() got an unexpected keyword argument") == true, "\(told)")
  }

  @Test func whatTellsOfNoErrorIsNotQuoted() throws {
    #expect(try Self.evidence(printing: "  0.02      note relay-output \"INFO: connection open\"").quoted.isEmpty)
  }
}
