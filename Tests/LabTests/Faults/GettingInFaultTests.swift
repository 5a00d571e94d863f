import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the group "Getting in" change on the wire.
@Suite struct GettingInFaultTests {
  @Test(arguments: [
    ("relay-unreachable", ConnectionFailure.Stage.connect, "ECONNREFUSED"), ("relay-unreachable:network", .connect, "TIMEOUT"),
    ("tls-failed", .tls, "CERTIFICATE_EXPIRED"), ("tls-failed:reason=wrong-host", .tls, "HOSTNAME_MISMATCH"),
    ("handshake-refused:accept", .handshake, "BAD_ACCEPT_KEY"),
  ])
  func theClientGetsNoConnection(_ name: String, stage: ConnectionFailure.Stage, code: String) throws {
    let played = try FaultTests.play(name)
    #expect(played.failures(.client).map(\.stage) == [stage])
    #expect(played.failures(.client).map(\.code) == [code])
    #expect(played.frames(.client, from: .client).isEmpty)
  }

  @Test(arguments: [("handshake-refused", 503), ("handshake-refused:status=404", 404)])
  func handshakeRefused(_ name: String, status: Int) throws {
    let played = try FaultTests.play(name)
    #expect(played.responses(.client).map(\.status) == [status])
    #expect(played.responses(.client).first?.body.isEmpty == false)
    #expect(played.requests(.service).isEmpty)
  }

  static func refused(_ name: String) throws -> VirtualLab.Played {
    var lab = VirtualLab(scenario: .baseline, clip: SpokenFixtures.clip("one-sentence"))
    lab.faults = try FaultCatalogue.parse(name)
    let played = lab.play()
    #expect(played.outcome.error == nil)
    #expect(played.audio(.service, from: .relay).isEmpty)
    return played
  }

  @Test(arguments: [400, 401, 402, 403, 404, 405, 429]) func serviceRefused(_ status: Int) throws {
    let played = try Self.refused("service-refused:status=\(status)")
    let response = try #require(played.responses(.service).first)
    #expect(response.status == status)
    let error = try #require(response.headers["dg-error"])
    let id = try #require(response.headers["dg-request-id"])
    let close = try #require(played.closes(.client, from: .relay).first)
    #expect(close.hasPrefix("1011 service refused: \(status) "))
    #expect(close.hasSuffix(" request_id: \(id)"))
    #expect(close.contains(String(error.prefix(12))))
  }

  @Test func serviceRefusalHidden() throws {
    let silent = try Self.refused("service-refusal-hidden")
    #expect(silent.responses(.service).map(\.status) == [401])
    #expect(silent.texts(.client, from: .relay).isEmpty)
    #expect(silent.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    let bare = try Self.refused("service-refusal-hidden:bare")
    #expect(bare.responses(.service).map(\.status) == [401])
    #expect(bare.closes(.client, from: .relay) == ["1011"])
  }

  @Test func serviceNeverDialledRefused() throws {
    let played = try Self.refused("service-never-dialled:refused")
    #expect(played.requests(.service).isEmpty && played.failures(.service).isEmpty)
    #expect(played.closes(.client, from: .relay).map { $0.prefix(38) } == ["1011 service unreachable: ECONNREFUSED"])
  }

  @Test func serviceNeverDialled() throws {
    let played = try FaultTests.play("service-never-dialled")
    #expect(played.responses(.client).map(\.status) == [101])
    #expect(played.requests(.service).isEmpty)
    #expect(played.texts(.client, from: .relay).isEmpty)
    #expect(played.closes(.client, from: .relay) == ["1000"], "only the client's own Close is answered")
  }

  @Test func readySignalWrong() throws {
    let patient = Scenario(name: "patient", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(12))])
    let played = try FaultTests.play("ready-signal-wrong", patient)
    let goodbye = try #require(played.times(.service, from: .service, .close).first)
    #expect(played.times(.service, from: .relay, .binary).allSatisfy { $0 > goodbye }, "audio follows only Metadata, which is too late")
    #expect(played.closes(.client, from: .relay).first?.hasPrefix("1011 ") == true)
  }
}
