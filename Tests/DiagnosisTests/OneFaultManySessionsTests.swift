import Written
import Testing
import Timeline

@testable import Diagnosis

/// One fault shows itself otherwise in sessions of another shape, and is one cause all the same.
struct OneFaultManySessionsTests {
  private static func causes(_ timeline: String) throws -> [RootCause] {
    Diagnosis.diagnose(try WrittenTimeline(timeline).recording).rootCauses.filter { $0.finding.severity == .error }
  }

  @Test func whatIsLetGoFromSomeMomentOnIsAllWhereTheAudioComesLater() throws {
    let causes = try Self.causes(
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-0.81 service → audio 0.7s
        4.12      client  → text "stop"
        4.13      service → CloseStream
      session burst audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04       service ← 101
        11.00-15.00 client  → audio 4.0s
        15.02       client  → text "stop"
        15.03       service → CloseStream
      """)
    #expect(causes.map(\.finding.rule) == ["audio-lost-at-end"])
    #expect(causes.first?.explains.contains("audio-not-forwarded") == true)
  }

  @Test func aSuspicionThatMayBeTheOtherIsNoSecondCause() {
    func suspicion(_ rule: String, or other: String?, in session: Int, party: Party) -> Finding {
      var finding = ReckoningTests.finding(rule, in: session...session, party: party)
      finding.certainty = .suspected
      finding.alternatives = [Alternative(rule: other ?? "relay-crashed", separateBy: .look("at the log"))]
      return finding
    }
    let broken = suspicion("unexpected-close", or: nil, in: 2, party: .network)
    let found = RootCauses.judge(
      [suspicion("early-break", or: "unexpected-close", in: 1, party: .relay), broken], failedChecks: [])
    #expect(found.causes.map(\.finding.rule) == ["unexpected-close"])
    #expect(found.causes.first?.explains == ["early-break"])
    // One that cannot be the other stays.
    let two = RootCauses.judge([suspicion("early-break", or: nil, in: 1, party: .relay), broken], failedChecks: [])
    #expect(two.causes.count == 2)
  }
}
