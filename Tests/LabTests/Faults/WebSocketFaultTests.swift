import Audio
import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the groups "The WebSocket itself" and "Last resort" change on the wire.
@Suite struct WebSocketFaultTests {
  @Test(arguments: [
    ("protocol-violation", "5.1"), ("protocol-violation:masked", "5.1"), ("protocol-violation:rsv", "5.2"),
    ("protocol-violation:utf8", "8.1"),
    ("protocol-violation:opcode", "5.2"), ("protocol-violation:length", "5.2"), ("protocol-violation:fragmented-control", "5.5"),
    ("protocol-violation:close-code", "7.4"),
  ])
  func theClientSeesTheRuleThatIsBroken(_ name: String, section: String) throws {
    let played = try FaultTests.play(name)
    let violations = played.events.compactMap { event -> ViolationEvent? in
      guard event.hop == .client, case .violation(let violation) = event.kind else { return nil }
      return violation
    }
    #expect(!violations.isEmpty)
    #expect(violations.allSatisfy { $0.sender == .relay && $0.section.hasPrefix(section) }, "\(violations)")
    // Nobody else breaks any.
    #expect(!played.events.contains { if case .violation = $0.kind { $0.hop == .service } else { false } })
  }

  @Test func messageTooBig() throws {
    let played = try FaultTests.play("message-too-big:bytes=2000")
    #expect(played.closes(.client, from: .relay) == ["1009 frame exceeds limit of 2000 bytes"])
    #expect(played.texts(.service, from: .relay) == [EndingFaultTests.closeStream])
    #expect(try FaultTests.play("message-too-big").closes(.client, from: .relay) == ["1000"])
  }

  @Test func aClientThatAnswersPingsIsServed() throws {
    let played = try FaultTests.play("backpressure-ignored")
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.times(.client, from: .relay, .ping).count >= 5)
  }

  @Test func aPingIsNotAnswered() throws {
    var relay = try FaultCatalogue.parse("ping-unanswered").wrap(ReferenceRelay(settings: RelaySettings(declaring: .init())), as: .relay)
    _ = relay.handle(.requested(RequestHead(target: "/", headers: [])), at: 0)
    #expect(relay.handle(.received(.accepted, .ping([1])), at: 1) == [])
  }

  static func play(_ name: String, _ scenario: Scenario = .baseline) throws -> VirtualLab.Played {
    var lab = VirtualLab(scenario: scenario, clip: SpokenFixtures.clip("one-sentence"))
    lab.faults = try FaultCatalogue.parse(name)
    let played = lab.play()
    #expect(played.outcome.error == nil)
    return played
  }

  @Test func noMessages() throws {
    let patient = Scenario(name: "patient", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(14))])
    let played = try Self.play("no-messages:service", patient)
    #expect(played.frames(.service, from: .service).allSatisfy { $0.frame.opcode == .close })
    #expect(played.closes(.client, from: .relay) == ["1011 service neither spoke nor closed for 12 s after CloseStream"])
  }

  @Test func noFinal() throws {
    let played = try Self.play("no-final:service")
    let texts = played.texts(.client, from: .relay)
    #expect(texts.contains { $0.contains("Metadata") } && texts.contains { $0.contains(#""is_final":false"#) })
    #expect(!texts.contains { $0.contains(#""is_final":true"#) })
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test(arguments: [
    ("unexpected-close:service", "1011 service connection lost without a Close frame"), ("unexpected-close:error", "1011 Internal error"),
    ("unexpected-close:error:code=1008", "1008 Internal error"),
    (
      "unexpected-close:net0001",
      "1011 Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001"
    ),
    ("unexpected-close:net0000", "1011 Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000"),
  ])
  func theServiceEndsInTheMiddle(_ name: String, close: String) throws {
    let played = try Self.play(name)
    #expect(played.closes(.client, from: .relay) == [close])
    let last = try #require(played.times(.client, from: .relay, .close).first)
    #expect(abs(last.seconds - 1.6) < 0.2)
  }

  @Test func theNetworkBreaksTheClientHop() throws {
    let played = try Self.play("unexpected-close:network")
    #expect(played.ends(.client).map(\.manner) == [.reset])
    #expect(played.closes(.client, from: .relay).isEmpty)
    // The relay is well: it ends the service's stream as it should.
    #expect(played.texts(.service, from: .relay) == [EndingFaultTests.closeStream])
    #expect(played.closes(.service, from: .service) == ["1000"])
  }

  @Test(arguments: [("slow-start", Hop.client, 3.0), ("slow-start:service:ms=1500", .service, 1.5)])
  func slowStart(_ name: String, hop: Hop, seconds: Double) throws {
    let played = try Self.play(name)
    let asked = played.events.first { if case .request = $0.kind { $0.hop == hop } else { false } }?.at
    let answered = played.events.first { if case .response = $0.kind { $0.hop == hop } else { false } }?.at
    #expect(abs((try #require(answered) - (try #require(asked))).seconds - seconds) < 0.1)
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }
}
