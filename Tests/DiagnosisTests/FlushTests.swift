import Diagnosis
import Testing
import Timeline
import Written

/// A Finalize in the middle of the audio flushes, and ends nothing: what is wrong behind it is wrong all the same.
struct FlushTests {
  private static func result(_ lines: String) throws -> DiagnosisResult {
    let text = """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop" utterances=1
      0.00 client → GET /listen
      0.01 client ← 101
      0.02 service → GET /v1/listen?encoding=linear16&sample_rate=16000&interim_results=true
      0.05 service ← 101
      0.10-4.00 client → audio 4.0s
      0.80 service ← results one interim start=0 duration=0.5
      0.85 client ← results one interim start=0 duration=0.5
      1.00 client → Finalize
      1.05 service → Finalize
      1.20 service ← results one final start=0 duration=1
      1.25 client ← results one final start=0 duration=1
      \(lines)
      """
    return Diagnosis.diagnose(try WrittenTimeline(text).recording)
  }

  private static let whole = "0.15-4.05 service → audio 4.0s\n4.05 client → text stop\n"
  private static let answer = """
    4.20 service → CloseStream
    4.30 service ← results two final start=1 duration=3
    4.31 service ← metadata duration=4.0
    4.32 service ← close 1000
    4.33 service end fin by=service
    4.35 client ← results two final start=1 duration=3
    4.36 client ← metadata duration=4.0
    4.37 client ← close 1000
    4.38 client → close 1000
    4.40 client end fin by=relay
    """

  @Test func byItselfItIsNoFault() throws {
    let result = try Self.result(Self.whole + Self.answer)
    #expect(result.rootCauses.isEmpty, "\(result.headline), \(result.rootCauses.map(\.finding.summary))")
  }

  @Test func audioThatIsLostBehindIt() throws {
    let lines = "0.15-3.05 service → audio 3.0s\n4.05 client → text stop\n" + Self.answer.replacing("duration=4.0", with: "duration=3.0")
    let result = try Self.result(lines)
    #expect(result.rootCauses.map(\.finding.rule) == ["audio-lost-at-end"], "\(result.headline)")
  }

  @Test func aServiceHopThatIsLeftOpen() throws {
    let lines = """
      4.10 client → close 1000
      4.12 client ← close 1000
      4.15 client end fin by=relay
      14.1 service ← close 1011 "NET0001"
      14.2 service end fin by=service
      """
    let result = try Self.result("0.15-4.05 service → audio 4.0s\n" + lines)
    let named = result.rootCauses.flatMap { [$0.finding.rule] + $0.explains }
    #expect(named.contains("service-hop-left-open"), "\(named)")
  }
}
