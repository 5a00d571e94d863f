import Diagnosis
import Testing
import Timeline
import Written

/// What is told of sessions that go on: certain, once, and never taken back.
@Suite struct LiveFindingsTests {
  private static func told(_ recording: Recording) -> [LiveFindings.Told] {
    var live = LiveFindings()
    return recording.events.compactMap { live.take($0) }
  }

  private static func told(_ lines: String) throws -> [LiveFindings.Told] {
    told(try WrittenTimeline("run service-hop=tapped\nsession tapped audio=linear16/16000/1 seconds=2\n" + lines).recording)
  }

  @Test(arguments: [
    ("0.1 client violation 5.1 \"an unmasked frame\" by=client", "protocol-violation", "the client broke RFC 6455 §5.1"),
    ("0.1 client limit fragments limit=10000 received=10001 by=relay", "flooded", "the relay sent"),
    ("0.1 client failed connect ECONNREFUSED \"nobody listens\"", "relay-unreachable", "no connection to the relay: nobody listens"),
    ("0.1 client failed tls SELF_SIGNED \"signed by itself\"", "tls-failed", "signed by itself"),
    ("0.1 client → GET /\n0.2 client ← 502 body=\"bad gateway\"", "handshake-refused", "502: bad gateway"),
    ("0.1 client → GET /\n0.2 client ← 401 dg-error=\"Invalid credentials.\"", "service-refused", "401 Invalid credentials."),
    ("0.1 service → GET /\n0.2 service ← 401 dg-error=\"Invalid credentials.\"", nil, "the service refuses the handshake: 401"),
    ("0.1 service failed resolve EAI_AGAIN \"no name\"", nil, "no connection to the service: no name"),
    ("0.1 service ← close 1011 \"See https://dpgr.am/net0001\"", nil, "the service closes with 1011: See"),
  ])
  func isTold(lines: String, rule: String?, says: String) throws {
    let told = try Self.told(lines)
    #expect(told.count == 1 && told[0].rule == rule && told[0].session == 1 && told[0].text.contains(says), "\(told)")
    // Once a connection, however often it happens.
    let last = lines.split(separator: "\n").last.map(String.init) ?? ""
    #expect(try Self.told(lines + "\n" + last).count == 1)
  }

  @Test(arguments: [
    "0.1 client → GET /\n0.2 client ← 101", "0.1 client ← close 1000", "0.1 client ← close 1011 \"worker 404 restarted\"",
    "0.1 client → close 1000 \"See https://dpgr.am/net0001\"", "0.1 client ← close 1000\n0.2 client violation 5.1 \"behind it\" by=relay",
    "0.1 client violation 10.4 \"longer than we keep\" by=relay", "0.1 client → audio 0.1s\n0.3 client → empty",
  ])
  func isNoNews(lines: String) throws { #expect(try Self.told(lines).isEmpty) }

  /// Whatever is told with a rule, the diagnosis says in the end: held against every example of the catalogue.
  @Test(arguments: RuleCase.all) func nothingIsTakenBack(_ test: RuleCase) throws {
    let recording = try WrittenTimeline(test.example.timeline).recording
    let told = Self.told(recording).compactMap(\.rule)
    guard !told.isEmpty else { return }
    let result = Diagnosis.diagnose(recording)
    let said = Set(result.rootCauses.flatMap { [$0.finding.rule] + $0.explains } + (result.notices + result.provoked).map(\.rule))
    #expect(said.isSuperset(of: told), "told \(told), said \(said)")
  }

  @Test func theExamplesHaveEachOfThem() throws {
    let told = Set(try RuleCase.all.flatMap { Self.told(try WrittenTimeline($0.example.timeline).recording) }.compactMap(\.rule))
    #expect(told == ["flooded", "handshake-refused", "protocol-violation", "relay-unreachable", "service-refused", "tls-failed"])
  }
}
