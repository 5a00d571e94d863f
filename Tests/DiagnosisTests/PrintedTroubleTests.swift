import Diagnosis
import Testing
import Timeline
import Written

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
        0.40      note relay-output "Error: too late to be the reason"
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

  /// Frameworks close the connection first and log then; what breaks because it is closed is no reason.
  @Test(arguments: [
    (["0.02 Traceback (most recent call last):"], ["0.065 TypeError: 'await' what can't be awaited"], "TypeError"),
    (["0.02 ValueError: the first", "0.03 KeyError: 'bytes'"], [], "KeyError"),
    (["0.02 ERROR: Exception in ASGI application", "0.03 Exception: no audio"], ["0.065 ERROR: too"], "Exception: no audio"),
    ([], ["0.065 KeyError: 'bytes'"], "KeyError"),
    ([], ["0.065 ConnectionClosedError: sent 1011"], nil), ([], ["0.4 KeyError: 'bytes'"], nil),
    (["0.005 EOFError: stream ends after 0 bytes"], ["0.065 KeyError: 'bytes'"], "KeyError"),
  ])
  func whatIsPrintedAroundTheEnd(_ before: [String], _ behind: [String], _ kind: String?) throws {
    func notes(_ lines: [String]) -> String {
      lines.map { line in
        let parts = line.split(separator: " ", maxSplits: 1)
        return "  \(parts[0])      note relay-output \"\(parts[1])\"\n"
      }.joined()
    }
    let text = """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      \(notes(before.filter { $0.hasPrefix("0.005") }))  0.01      client  → GET /listen
        0.015     client  ← 101
      \(notes(before.filter { !$0.hasPrefix("0.005") }))  0.06      client  ← close 1011 "sorry"
      \(notes(behind))
      """
    let finding = try #require(Diagnosis.diagnose(try WrittenTimeline(text).recording).rootCauses.first?.finding)
    let quoted = finding.evidence.map(\.text).first { $0.contains("printed") }
    #expect(kind.map { quoted?.contains($0) == true } ?? (quoted == nil), "\(quoted ?? "nothing")")
  }
}
