import Lab
import Machines
import Testing
import Timeline
import Wire

/// One side of a recorded connection says again what it said, at its times, and answers today what is asked today.
@Suite struct ReplayerTests {
  private static func frame(_ sender: Party, _ message: Message, at: Nanoseconds) -> Event {
    let frame = Frame(sending: message.opcode, payload: message.payload, maskKey: sender == .client ? 0x0A0B_0C0D : nil)
    return Event(session: 1, hop: .client, connection: 1, at: at, .frame(FrameEvent(sender: sender, frame: frame)))
  }

  private static func opened(_ more: [Event]) -> [Event] {
    [
      Event(session: 1, hop: .client, connection: 1, at: 100, .request(RequestHead(target: "/a?b=c", headers: []))),
      Event(session: 1, hop: .client, connection: 1, at: 1000, .response(ResponseHead(status: 101, reason: "", headers: []))),
    ] + more
  }

  private static func client(_ events: [Event], _ pace: ReplayPace = .recorded) -> Replayer {
    Replayer(client: ReplayScript(events, of: .client), pace: pace, target: "/a", headers: [], subprotocols: [])
  }

  private static let answer = ResponseHead(status: 101, reason: "", headers: [])

  private static func raw(_ actions: [Action]) -> [[UInt8]] {
    actions.compactMap { if case .sendRaw(_, let bytes) = $0 { bytes } else { nil } }
  }

  @Test func theSameBytesAtTheSameTimes() {
    let events = Self.opened([
      Self.frame(.client, .binary([1, 2]), at: 1500), Self.frame(.relay, .text("{}"), at: 1600),
      Self.frame(.client, .text("stop"), at: 3000),
    ])
    var replayer = Self.client(events)
    #expect(replayer.handle(.started, at: 0) == [.dial(target: "/a", headers: [], subprotocols: [])])
    #expect(replayer.handle(.opened(Self.answer), at: 50) == [.wake("next", at: 550)])
    let first = replayer.handle(.fired("next"), at: 560)
    #expect(Self.raw(first) == [[0x82, 0x82, 0x0A, 0x0B, 0x0C, 0x0D, 1 ^ 0x0A, 2 ^ 0x0B]] && first.last == .wake("next", at: 2050))
    let last = replayer.handle(.fired("next"), at: 2050)
    #expect(Self.raw(last).count == 1 && last.contains { if case .wake("patience", _) = $0 { true } else { false } })
  }

  @Test func asFastAsItGoes() {
    let events = Self.opened((0..<40).map { Self.frame(.client, .binary([UInt8($0)]), at: 2000 + Int64($0) * 1_000_000) })
    var replayer = Self.client(events, .fast)
    #expect(Self.raw(replayer.handle(.opened(Self.answer), at: 5)).count == 32)
    #expect(replayer.handle(.stalled(.dialled), at: 6).isEmpty && replayer.handle(.fired("next"), at: 7).isEmpty)
    #expect(Self.raw(replayer.handle(.drained(.dialled), at: 8)).count == 8)
  }

  /// Its Close answered the relay's: it waits for one, and leaves where none comes.
  @Test func aCloseThatWasAnAnswerIsOneAgain() {
    let events = Self.opened([
      Self.frame(.client, .text("stop"), at: 1100), Self.frame(.relay, .close(1000), at: 2000), Self.frame(.client, .close(1000), at: 2001),
    ])
    var replayer = Self.client(events)
    _ = replayer.handle(.opened(Self.answer), at: 0)
    #expect(Self.raw(replayer.handle(.fired("next"), at: 100)).count == 1)
    var impatient = replayer
    let answered = replayer.handle(.received(.dialled, .close(1000)), at: 5000)
    #expect(Self.raw(answered) == [[0x88, 0x82, 0x0A, 0x0B, 0x0C, 0x0D, 0x03 ^ 0x0A, 0xE8 ^ 0x0B]])
    let left = impatient.handle(.fired("patience"), at: 20_000_000_000)
    #expect(left.contains(.send(.dialled, .close(1000))))
    #expect(left.contains { if case .note(let note) = $0 { note.code == .waitExpired } else { false } })
  }

  @Test func itHangsUpAsItDid() {
    let end = Event(session: 1, hop: .client, connection: 1, at: 3000, .ended(ConnectionEnd(.reset, by: .client)))
    var replayer = Self.client(Self.opened([Self.frame(.client, .binary([1]), at: 1000), end]))
    #expect(replayer.handle(.opened(Self.answer), at: 0).last == .wake("next", at: 2000))
    #expect(replayer.handle(.fired("next"), at: 2000).first == .end(.dialled, .reset))
  }

  @Test func pingsAreAnsweredUnlessTheyNeverWere() {
    let deaf = Self.opened([Self.frame(.relay, .ping([1]), at: 1100), Self.frame(.client, .binary([1]), at: 9000)])
    for (events, answers) in [(deaf, false), (deaf + [Self.frame(.client, .pong([1]), at: 9100)], true)] {
      var replayer = Self.client(events)
      _ = replayer.handle(.opened(Self.answer), at: 0)
      #expect(replayer.handle(.received(.dialled, .ping([7])), at: 10) == (answers ? [.send(.dialled, .pong([7]))] : []))
    }
  }

  /// Frames of a connection that was compressed go out plain: the new one is not.
  @Test func whatWasCompressedGoesOutPlain() {
    var events = Self.opened([])
    events[1].kind = .response(
      ResponseHead(status: 101, reason: "", headers: [HeaderField("Sec-WebSocket-Extensions", "permessage-deflate")]))
    var frame = Frame(sending: .text, payload: [1, 2, 3], rsv: 4, maskKey: 3)
    frame.payload = Array("stop".utf8)
    frame.length = 4
    events.append(Event(session: 1, hop: .client, connection: 1, at: 2000, .frame(FrameEvent(sender: .client, frame: frame))))
    let script = ReplayScript(events, of: .client)
    #expect(script.pieces.map(\.bytes) == [Frame(sending: .text, payload: Array("stop".utf8), maskKey: 3).wireBytes])
  }

  @Test func aServiceRefusesAsItDid() {
    let refusal = ResponseHead(status: 401, reason: "Unauthorized", headers: [HeaderField("dg-error", "no")], body: Array("{}".utf8))
    let events = [Event(session: 1, hop: .service, connection: 2, at: 5, .response(refusal))]
    var service = Replayer(service: ReplayScript(events, of: .service), pace: .recorded)
    let actions = service.handle(.requested(RequestHead(target: "/v1/listen", headers: [])), at: 0)
    guard case .refuse(let said)? = actions.first else { return #expect(Bool(false), "\(actions)") }
    #expect(said.status == 401 && said.headers["dg-error"] == "no" && said.body == refusal.body && actions.last == .finish)
  }
}
