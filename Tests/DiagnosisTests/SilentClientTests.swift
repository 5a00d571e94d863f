import Diagnosis
import Testing
import Timeline
import Written

/// A client of others that falls silent is named by that, and its relay is not.
@Suite struct SilentClientTests {
  private static func first(origin: RunInfo.Origin) throws -> (rule: String, party: Party, summary: String)? {
    let text = """
      run service-hop=direct
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.40      client  ← results "tell me" interim start=0 duration=1
        2.30      client  ← results "tell me more" final start=0 duration=2
      ↓ 12.2      client  ← close 1011 "See https://dpgr.am/net0001"
      """
    var recording = try WrittenTimeline(text).recording
    recording.run.origin = origin
    return Diagnosis.diagnose(recording).rootCauses.first.map { ($0.finding.rule, $0.finding.party, $0.finding.summary) }
  }

  @Test func whoFellSilentIsNamedByIt() throws {
    let tapped = try #require(try Self.first(origin: .tapped))
    #expect(tapped.rule == "idle-timeout" && tapped.party == .client && tapped.summary.contains("It fell silent"), "\(tapped)")
  }

  /// Of a scenario's client it is known that its audio was over.
  @Test func whoHasSaidAllAndNoStopIsNamedByThat() throws {
    let played = try #require(try Self.first(origin: .played))
    #expect(played.rule == "close-stream-missing" && played.party == .client, "\(played)")
  }
}
