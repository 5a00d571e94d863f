import Audio
import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the group "Ending the stream" change on the wire.
@Suite struct EndingFaultTests {
  static let closeStream = #"{"type":"CloseStream"}"#
  static let leaves = Scenario(name: "leaves", steps: [.connect, .stream(Streaming(to: .seconds(2))), .close(code: 1001, reason: "")])

  @Test(arguments: ["close-stream-missing", "close-stream-missing:relay"]) func closeStreamMissing(_ name: String) throws {
    let patient = Scenario(name: "patient", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(15))])
    let played = try FaultTests.play(name, patient)
    #expect(played.texts(.client, from: .client) == ["stop"])
    #expect(played.texts(.service, from: .relay).isEmpty)
    // The service's own timeout ends it, and that is relayed.
    #expect(played.closes(.client, from: .relay) == ["1011 Timeout. See https://dpgr.am/net0001"])
  }

  @Test func closeStreamMissingOfTheClient() throws {
    let played = try FaultTests.play("close-stream-missing:client")
    #expect(played.texts(.client, from: .client).isEmpty)
    #expect(played.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    // The relay covers its silent client, and ends the stream when it has gone.
    #expect(played.texts(.service, from: .relay).contains(#"{"type":"KeepAlive"}"#))
    #expect(played.texts(.service, from: .relay).last == Self.closeStream)
  }

  @Test func closedBeforeFinal() throws {
    let played = try FaultTests.play("closed-before-final")
    #expect(played.texts(.service, from: .relay) == [Self.closeStream])
    #expect(played.closes(.service, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(!played.texts(.client, from: .relay).contains { $0.contains("Metadata") })
    #expect(played.texts(.service, from: .service).contains { $0.contains("Metadata") })
  }

  @Test func closeStreamEarly() throws {
    let played = try FaultTests.play("close-stream-early:after=20")
    #expect(played.texts(.service, from: .relay) == [Self.closeStream])
    #expect(played.frames(.service, from: .relay).count { $0.frame.opcode == .binary } == 20)
    // The client is told as the service tells it, in the middle of its audio.
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.texts(.client, from: .client).isEmpty)
  }

  @Test(arguments: [("close-stream-late", 4.0), ("close-stream-late:ms=800", 0.8)])
  func closeStreamLate(_ name: String, seconds: Double) throws {
    let played = try FaultTests.play(name)
    let stop = try #require(played.time(.client, from: .client, of: "stop"))
    let closeStream = try #require(played.time(.service, from: .relay, of: "CloseStream"))
    #expect(abs((closeStream - stop).seconds - seconds) < 0.1)
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test func stopNotUnderstood() throws {
    let played = try FaultTests.play("stop-not-understood")
    #expect(played.texts(.client, from: .client) == ["stop"])
    // Nothing follows the stop; CloseStream comes when the client has given up.
    let stop = try #require(played.time(.client, from: .client, of: "stop"))
    let closeStream = try #require(played.time(.service, from: .relay, of: "CloseStream"))
    #expect(closeStream - stop >= .seconds(10))
    #expect(played.closes(.client, from: .client) == ["1000"])
  }

  @Test func anotherStopIsUnderstood() throws {
    let settings = try FaultCatalogue.parse("stop-not-understood").adjusted(RelaySettings(declaring: .init()))
    var relay = ReferenceRelay(settings: settings)
    _ = relay.handle(.requested(RequestHead(target: "/", headers: [])), at: 0)
    _ = relay.handle(.opened(ResponseHead(status: 101, reason: "", headers: [])), at: 1)
    #expect(relay.handle(.received(.accepted, .text("stop")), at: 2) == [])
    #expect(relay.handle(.received(.accepted, .text(Self.closeStream)), at: 3).contains(.send(.dialled, .text(Self.closeStream))))
  }

  @Test func stopForwardedVerbatim() throws {
    let played = try FaultTests.play("stop-forwarded-verbatim")
    #expect(played.texts(.service, from: .relay) == ["stop"])
    #expect(played.closes(.client, from: .relay) == ["1008 unknown message"])
  }

  @Test func serviceHopLeftOpen() throws {
    let played = try FaultTests.play("service-hop-left-open", Self.leaves)
    #expect(played.closes(.client, from: .relay) == ["1001"])
    #expect(played.texts(.service, from: .relay).isEmpty)
    #expect(played.closes(.service, from: .service) == ["1011 Timeout. See https://dpgr.am/net0001"])
    // A client that stops first is served well.
    let stopped = try FaultTests.play("service-hop-left-open")
    #expect(stopped.texts(.service, from: .relay) == [Self.closeStream])
    #expect(stopped.closes(.client, from: .relay) == ["1000"])
  }

  @Test func closeNotRelayed() throws {
    let played = try FaultTests.play("close-not-relayed")
    #expect(played.closes(.service, from: .service) == ["1000"])
    #expect(played.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    // It answers its client's Close, and no more.
    #expect(played.closes(.client, from: .client) == ["1000"])
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test(arguments: [("close-code-lost", "1000"), ("close-code-lost:bare", "1011")])
  func closeCodeLost(_ name: String, code: String) throws {
    // A relay that sends no CloseStream: the service has something to say in its Close.
    let patient = Scenario(name: "patient", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(15))])
    let played = try FaultTests.play("close-stream-missing,\(name)", patient)
    #expect(played.closes(.service, from: .service) == ["1011 Timeout. See https://dpgr.am/net0001"])
    #expect(played.closes(.client, from: .relay) == [code])
  }

  @Test func closeFrameMissing() throws {
    let played = try FaultTests.play("close-frame-missing")
    #expect(played.texts(.client, from: .relay).contains { $0.contains("Metadata") })
    #expect(played.closes(.client, from: .relay).isEmpty)
    #expect(played.ends(.client) == [ConnectionEnd(.finished, by: .relay)])
  }

  @Test func relayCrashed() throws {
    var lab = VirtualLab(scenario: .baseline)
    lab.faults = try FaultCatalogue.parse("relay-crashed:ms=2000:down=3000")
    let played = lab.play(startingAt: [0, .seconds(3), .seconds(9)])
    #expect(played.outcome.error == nil)
    let first = played.session(1)
    #expect(first.ends(.client).map(\.manner) == [.reset])
    #expect(first.ends(.service).map(\.manner) == [.reset])
    #expect(first.closes(.client, from: .relay).isEmpty)
    // The next one is turned away; the one after it finds the relay up again, and sees it die.
    #expect(played.session(2).failures(.client).map(\.code) == ["ECONNRESET"])
    #expect(played.session(3).ends(.service).map(\.manner) == [.reset])
  }

  @Test func aCrashIsForgottenByTheNextRun() throws {
    var lab = VirtualLab(scenario: .baseline)
    lab.faults = try FaultCatalogue.parse("relay-crashed:down=600000")
    #expect(lab.play().failures(.client).isEmpty)
    #expect(lab.play().failures(.client).isEmpty)
  }

  @Test func relayCrashedWithAnError() throws {
    let played = try FaultTests.play("relay-crashed:error:ms=2000")
    #expect(played.closes(.client, from: .relay) == ["1011 Internal server error"])
    #expect(played.ends(.service).map(\.manner) == [.reset])
    #expect(played.audio(.service, from: .relay).count < 3 * 88_200)
  }
}
