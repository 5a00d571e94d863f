import Audio
import Lab
import Machines
import Testing
import Timeline
import Wire

@Suite struct ReferenceRelayTests {
  static let target =
    "/v1/listen?encoding=linear16&sample_rate=44100&channels=1&model=nova-3&interim_results=true&endpointing=300"
  static let closeStream = Action.send(.dialled, .text(#"{"type":"CloseStream"}"#))
  static let open = Occurrence.opened(ResponseHead(status: 101, reason: "", headers: []))
  static let fin = ConnectionEnd(.finished, by: nil)

  static func relay(_ change: (inout RelaySettings) -> Void = { _ in }) -> Playbook {
    var settings = RelaySettings(declaring: AudioFormat())
    change(&settings)
    return Playbook(ReferenceRelay(settings: settings))
  }

  /// Both hops open, nothing said yet.
  static func connected(_ change: (inout RelaySettings) -> Void = { _ in }) -> Playbook {
    let play = relay(change)
    play >>> .requested(RequestHead(target: "/", headers: []))
    play >>> open <<< []
    return play
  }

  @Test func acceptsFirstThenDialsWithTheAudioDeclared() {
    let play = Self.relay { $0.authorization = "Token key" }
    let request = RequestHead(target: "/", headers: [HeaderField("sec-websocket-protocol", "token, abc")])
    play >>> .requested(request) <<< [
      .accept(subprotocol: "token", headers: []),
      .dial(target: Self.target, headers: [HeaderField("Authorization", "Token key")], subprotocols: []),
    ]
  }

  @Test func theQueryIsPercentEncoded() {
    let play = Self.relay { $0.query = [HeaderField("keywords", "a b&c")] }
    play >>> .requested(RequestHead(target: "/", headers: [])) <<< [
      .accept(subprotocol: nil, headers: []), .dial(target: "/v1/listen?keywords=a%20b%26c", headers: [], subprotocols: []),
    ]
  }

  @Test func theClientsOwnParametersGoOn() {
    let asked = "/speech?language=de&sample_rate=16000&keyterm=a&keyterm=b%26&access_token=secret&callback=http://evil"
    let play = Self.relay()
    play >>> .requested(RequestHead(target: asked, headers: [])) <<< [
      .accept(subprotocol: nil, headers: []),
      .dial(
        target: Self.target.replacing("44100", with: "16000") + "&language=de&keyterm=a&keyterm=b%26", headers: [], subprotocols: []),
    ]
    let deaf = Self.relay { $0.forwarded = [] }
    deaf >>> .requested(RequestHead(target: asked, headers: [])) <<< [
      .accept(subprotocol: nil, headers: []), .dial(target: Self.target, headers: [], subprotocols: []),
    ]
  }

  @Test func holdsAudioUntilTheServiceHopIsOpen() {
    let play = Self.relay()
    play >>> .requested(RequestHead(target: "/", headers: []))
    play >>> .received(.accepted, .binary([1])) <<< []
    play >>> .received(.accepted, .text(#"{"type":"Finalize"}"#)) <<< []
    play >>> .received(.accepted, .binary([2])) <<< []
    play >>> .received(.accepted, .text("stop")) <<< []
    play >>> Self.open <<< [
      .send(.dialled, .binary([1])), .send(.dialled, .text(#"{"type":"Finalize"}"#)), .send(.dialled, .binary([2])), Self.closeStream,
    ]
  }

  /// The service gives up on a session without audio, whatever else is said: its hop is let go before, and dialled again when somebody speaks.
  @Test func restsUntilSomebodySpeaks() {
    let play = Self.connected()
    play >>> .fired("rest") <<< [.send(.dialled, .close(code: 1000, reason: []))]
    play >>> .received(.accepted, .binary([1])) <<< []
    play >>> .received(.dialled, .close(code: 1000, reason: [])) <<< []
    play >>> .received(.accepted, .binary([2])) <<< []
    play >>> .ended(.dialled, Self.fin) <<< [.dial(target: Self.target, headers: [], subprotocols: [])]
    play >>> .received(.accepted, .text("stop")) <<< []
    play >>> Self.open <<< [.send(.dialled, .binary([1])), .send(.dialled, .binary([2])), Self.closeStream]
  }

  @Test func restsOnlyWhereNobodyHasSpoken() {
    let speaking = Self.connected()
    speaking >>> .received(.accepted, .binary([1])) <<< [.send(.dialled, .binary([1]))]
    speaking >>> .fired("rest") <<< []
    // One that stops without a word is told at once that it is over.
    let mute = Self.connected()
    mute >>> .fired("rest") <<< [.send(.dialled, .close(code: 1000, reason: []))]
    mute >>> .ended(.dialled, Self.fin) <<< []
    mute >>> .received(.accepted, .text("stop")) <<< [.send(.accepted, .close(code: 1000, reason: []))]
  }

  @Test func theBufferIsBounded() {
    let play = Self.relay { $0.bufferLimit = 100 }
    play >>> .requested(RequestHead(target: "/", headers: []))
    play >>> .received(.accepted, .binary([UInt8](repeating: 0, count: 100))) <<< []
    play >>> .received(.accepted, .binary([1])) <<< [.pauseReading(.accepted)]
    play >>> Self.open
    #expect(play.actions.last == .resumeReading(.accepted))
    #expect(play.actions.count == 3)
  }

  @Test func forwardsBothWaysUnchanged() {
    let play = Self.connected()
    play >>> .received(.accepted, .binary([1, 2])) <<< [.send(.dialled, .binary([1, 2]))]
    play >>> .received(.dialled, .text("{ not even JSON")) <<< [.send(.accepted, .text("{ not even JSON"))]
    play >>> .received(.dialled, .binary([9])) <<< [.send(.accepted, .binary([9]))]
    play >>> .received(.accepted, .text(#"{ "type": "KeepAlive" }"#)) <<< [.send(.dialled, .text(#"{ "type": "KeepAlive" }"#))]
  }

  @Test(arguments: [
    Message.text("stop"), .text(" stop\r\n"), .text(#"{"type":"CloseStream"}"#), .text("{\n  \"type\" : \"CloseStream\"\n}"),
    .text("halt"),
  ])
  func aStopBecomesOneCloseStream(_ stop: Message) {
    let play = Self.connected { $0.stop = .text("halt") }
    play >>> .received(.accepted, stop) <<< [Self.closeStream]
    play >>> .received(.accepted, stop) <<< []
    play >>> .received(.accepted, .binary([1])) <<< []
    play >>> .ended(.accepted, Self.fin) <<< []
  }

  @Test func anEmptyFrameIsAStopWhereTheProfileSaysSo() {
    let play = Self.connected { $0.stop = .emptyBinary }
    play >>> .received(.accepted, .binary([])) <<< [Self.closeStream]
  }

  @Test func anyOtherEmptyFrameIsAStopOnceNoAudioFollows() {
    let play = Self.connected()
    play >>> .received(.accepted, .binary([])) <<< []
    play >>> .received(.accepted, .binary([1])) <<< [.send(.dialled, .binary([1]))]
    play >>> .fired("empty-frame") <<< []
    play >>> .received(.accepted, .binary([])) <<< []
    #expect(play.timers["empty-frame"] == play.now + .seconds(1))
    play >>> .fired("empty-frame") <<< [Self.closeStream]
    play >>> .received(.accepted, .binary([1])) <<< []
  }

  @Test func aDisconnectBecomesOneCloseStream() {
    let play = Self.connected()
    play >>> .ended(.accepted, ConnectionEnd(.reset, by: .client)) <<< [Self.closeStream]
    play >>> .received(.dialled, .text("{}")) <<< []
    play >>> .received(.dialled, .close(1000)) <<< [.send(.dialled, .close(1000))]
    play >>> .ended(.dialled, Self.fin) <<< [.finish]
  }

  @Test func aCloseOfTheClientIsAnsweredAndBecomesCloseStream() {
    let play = Self.connected()
    play >>> .received(.accepted, .close(1001, "bye")) <<< [
      .send(.accepted, .close(1001)), .end(.accepted, .finished), Self.closeStream,
    ]
    play >>> .ended(.accepted, Self.fin) <<< []
  }

  @Test(arguments: ["hello", #"{"type":"Configure"}"#, #"{"no":"type"}"#, "STOP"])
  func otherTextIsIgnored(_ text: String) {
    let play = Self.connected()
    play >>> .received(.accepted, .text(text)) <<< []
  }

  @Test func answersPingsOnBothHops() {
    let play = Self.connected()
    play >>> .received(.accepted, .ping([1])) <<< [.send(.accepted, .pong([1]))]
    play >>> .received(.dialled, .ping([2])) <<< [.send(.dialled, .pong([2]))]
  }

  @Test func coversASilentClientWithKeepAlive() {
    let play = Self.connected()
    play.clock(4)
    play >>> .fired("silence") <<< []  // No audio yet: KeepAlive alone is not enough.
    play.clock(5)
    play >>> .received(.accepted, .binary([1]))
    play.clock(8)
    play >>> .fired("silence") <<< []
    #expect(play.timers["silence"] == .seconds(9))
    let keepAlive = Action.send(.dialled, .text(#"{"type":"KeepAlive"}"#))
    for time in [9.0, 13, 17] {
      play.clock(time)
      play >>> .fired("silence") <<< [keepAlive]
      #expect(play.timers["silence"] == .seconds(time + 4))
    }
    play >>> .received(.accepted, .text("stop"))
    play.clock(21)
    play >>> .fired("silence") <<< []
  }

  @Test func aClientThatIsSilentForTooLongIsTakenForGone() {
    let play = Self.connected { $0.clientSilenceLimit = .seconds(20) }
    play >>> .received(.accepted, .binary([1]))
    play.clock(20)
    play >>> .fired("silence") <<< [.send(.accepted, .close(1001, "nothing came for 20 s")), Self.closeStream]
  }

  @Test(arguments: [
    (1000 as UInt16?, 1000 as UInt16), (nil, 1000), (1005, 1000), (1006, 1011), (1015, 1011), (1011, 1011), (4321, 4321), (999, 1011),
  ])
  func relaysCloseCodeAndReason(code: UInt16?, relayed: UInt16) {
    let play = Self.connected()
    play >>> .received(.dialled, .close(code, "why")) <<< [
      .send(.dialled, .close(code.map { _ in relayed })), .send(.accepted, .close(relayed, "why")),
    ]
    play >>> .received(.accepted, .close(relayed)) <<< [.end(.accepted, .finished)]
    play >>> .ended(.accepted, Self.fin) <<< []
    play >>> .ended(.dialled, Self.fin) <<< [.finish]
  }

  @Test func showsTheServicesRefusal() {
    let play = Self.relay()
    play >>> .requested(RequestHead(target: "/", headers: []))
    let head = ResponseHead(
      status: 401, reason: "Unauthorized",
      headers: [HeaderField("dg-error", "Invalid credentials."), HeaderField("dg-request-id", "id-1")],
      body: Array(#"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"id-1"}"#.utf8))
    play >>> .refused(head) <<< [
      .send(.accepted, .close(1011, "service refused: 401 INVALID_AUTH dg-error: Invalid credentials. request_id: id-1"))
    ]
    play >>> .received(.accepted, .close(1011)) <<< [.end(.accepted, .finished)]
    play >>> .ended(.accepted, Self.fin) <<< [.finish]
  }

  @Test func aLongRefusalKeepsStatusAndRequestID() throws {
    let play = Self.relay()
    play >>> .requested(RequestHead(target: "/", headers: []))
    let id = "5f1c7c1e-0b7e-4a53-9f4d-2d8f3a6b9c01"
    let long = String(repeating: "grün ", count: 60)
    play >>> .refused(ResponseHead(status: 400, reason: "", headers: [HeaderField("dg-error", long), HeaderField("dg-request-id", id)]))
    guard case .send(.accepted, .close(1011, let reason), _)? = play.actions.first else {
      Issue.record("no Close 1011")
      return
    }
    #expect(reason.count <= 123)
    let text = try #require(String(validating: reason, as: UTF8.self))
    #expect(text.hasPrefix("service refused: 400 dg-error: grün"))
    #expect(text.hasSuffix("… request_id: \(id)"))
  }

  @Test func showsWhyTheServiceCouldNotBeReached() {
    let play = Self.relay()
    play >>> .requested(RequestHead(target: "/", headers: []))
    play >>> .failed(ConnectionFailure(stage: .connect, address: "a:1", code: "ECONNREFUSED", text: "connection refused")) <<< [
      .send(.accepted, .close(1011, "service unreachable: ECONNREFUSED at connect: connection refused"))
    ]
  }

  @Test func aServiceThatNeverAnswersIsGivenUp() {
    let play = Self.relay()
    play >>> .requested(RequestHead(target: "/", headers: []))
    play.clock(10)
    play >>> .fired("dial") <<< [
      .end(.dialled, .reset), .send(.accepted, .close(1011, "service did not answer the handshake within 10 s")),
    ]
    play >>> Self.open <<< []  // Too late.
  }

  @Test func aServiceThatIsLostClosesTheClient() {
    let play = Self.connected()
    play >>> .ended(.dialled, ConnectionEnd(.reset, by: .service)) <<< [
      .send(.accepted, .close(1011, "service connection lost without a Close frame"))
    ]
  }

  @Test func waitsForTheRestOnlySoLong() {
    let play = Self.connected()
    play >>> .received(.accepted, .text("stop"))
    #expect(play.timers["drain"] == .seconds(12))
    play.clock(10)
    play >>> .received(.dialled, .text("{}"))
    #expect(play.timers["drain"] == .seconds(22))
    play.clock(22)
    play >>> .fired("drain") <<< [
      .send(.accepted, .close(1011, "service neither spoke nor closed for 12 s after CloseStream")), .send(.dialled, .close(1000)),
    ]
    // Neither side answers: TCP is ended in good order, then by force.
    #expect(play.timers == ["client-close": .seconds(24), "service-close": .seconds(24), "silence": .seconds(4)])
    play.clock(24)
    play >>> .fired("client-close") <<< [.end(.accepted, .finished)]
    play >>> .fired("service-close") <<< [.end(.dialled, .finished)]
    play.clock(26)
    play >>> .fired("client-close") <<< [.end(.accepted, .reset)]
    play >>> .fired("service-close") <<< [.end(.dialled, .reset)]
    play >>> .ended(.accepted, ConnectionEnd(.reset, by: .relay)) <<< []
    play >>> .ended(.dialled, ConnectionEnd(.reset, by: .relay)) <<< [.finish]
  }

  @Test func theWholeDrainIsBounded() {
    let play = Self.connected { $0.drainLimit = .seconds(20) }
    play >>> .received(.accepted, .text("stop"))
    play.clock(11)
    play >>> .received(.dialled, .text("{}"))
    #expect(play.timers["drain"] == .seconds(20))
  }

  @Test func aStalledSideHoldsTheOtherBack() {
    let play = Self.connected()
    play >>> .stalled(.dialled) <<< [.pauseReading(.accepted)]
    play >>> .drained(.dialled) <<< [.resumeReading(.accepted)]
    play >>> .stalled(.accepted) <<< [.pauseReading(.dialled)]
    play >>> .drained(.accepted) <<< [.resumeReading(.dialled)]
    // A client that is not read from could not be heard leaving once the service is gone.
    play >>> .stalled(.dialled) <<< [.pauseReading(.accepted)]
    play >>> .ended(.dialled, Self.fin)
    #expect(play.actions.last == .resumeReading(.accepted))
  }

  @Test func aSessionHasItsLimits() {
    let long = Self.connected { $0.sessionLimit = .seconds(60) }
    #expect(long.timers["session-limit"] == .seconds(60))
    long.clock(60)
    long >>> .fired("session-limit") <<< [Self.closeStream]
    long >>> .received(.dialled, .text("{}")) <<< [.send(.accepted, .text("{}"))]
    long >>> .received(.dialled, .close(1000)) <<< [
      .send(.dialled, .close(1000)), .send(.accepted, .close(1008, "session longer than 60 s")),
    ]
    let much = Self.connected { $0.byteLimit = 3 }
    much >>> .received(.accepted, .binary([1, 2])) <<< [.send(.dialled, .binary([1, 2]))]
    much >>> .received(.accepted, .binary([3, 4])) <<< [Self.closeStream]
    much >>> .received(.accepted, .binary([5])) <<< []
    much >>> .received(.dialled, .close(1000)) <<< [
      .send(.dialled, .close(1000)), .send(.accepted, .close(1008, "more than 3 bytes of audio")),
    ]
    // A client that has stopped by itself is not told of a limit.
    let done = Self.connected { $0.sessionLimit = .seconds(60) }
    done >>> .received(.accepted, .text("stop"))
    done >>> .fired("session-limit") <<< []
    done >>> .received(.dialled, .close(1000)) <<< [.send(.dialled, .close(1000)), .send(.accepted, .close(1000))]
  }

  @Test func whoIsTurnedAwayIsToldWhy() {
    let play = Self.relay { $0.turnedAway = "too many sessions" }
    play >>> .requested(RequestHead(target: "/", headers: [])) <<< [
      .accept(subprotocol: nil, headers: []), .send(.accepted, .close(1013, "too many sessions")),
    ]
    play >>> .received(.accepted, .binary([1])) <<< []
    play >>> .received(.accepted, .close(1013)) <<< [.end(.accepted, .finished)]
    play >>> .ended(.accepted, Self.fin) <<< [.finish]
  }

  @Test func askedToStopItDrains() {
    let play = Self.connected()
    play >>> .stopRequested <<< [Self.closeStream]
    let early = Self.relay()
    early >>> .requested(RequestHead(target: "/", headers: []))
    early >>> .stopRequested <<< [.send(.accepted, .close(1001, "relay is stopping")), .end(.dialled, .reset)]
    let holding = Self.relay()
    holding >>> .requested(RequestHead(target: "/", headers: []))
    holding >>> .received(.accepted, .binary([1]))
    holding >>> .stopRequested <<< []
    holding >>> Self.open <<< [.send(.dialled, .binary([1])), Self.closeStream]
    let unused = Self.relay()
    unused >>> .stopRequested <<< [.finish]
  }
}
