import Speech
import Timeline
import Wire

/// A recording with something of everything in it.
enum ExchangeSamples {
  static let origin: Int64 = 1_795_428_000_123_456_789

  static func run(_ id: String = "made") -> RunInfo {
    RunInfo(
      id: id, startedAt: "2026-11-23T10:00:00.123Z", startedAtUnixNanoseconds: origin, toolVersion: "1.2.3", relay: "ws://relay.test",
      serviceHop: .simulated, finished: true)
  }

  static func recording() -> Recording {
    let info = SessionInfo(
      number: 1, scenario: "baseline", provokes: ["empty-audio-frame"],
      audio: AudioInfo(name: "clip", encoding: "linear16", sampleRate: 16_000, channels: 1, seconds: 1), startedAt: 0, endedAt: 9_000_000,
      outcome: .completed)
    let request = RequestHead(
      target: "/speech?a=1&b=%20", headers: [HeaderField("Host", "relay.test:8080"), HeaderField("Sec-WebSocket-Key", "dGhl")])
    let switched = ResponseHead(status: 101, reason: "Switching Protocols", headers: [HeaderField("Upgrade", "websocket")])
    let listen = RequestHead(target: "/v1/listen?encoding=linear16&sample_rate=16000", headers: [HeaderField("Host", "service.test")])
    let refusal = ResponseHead(
      status: 401, reason: "Unauthorized", headers: [HeaderField("Content-Type", "application/json"), HeaderField("dg-error", "no key")],
      body: Array(#"{"err_code":"AUTH"}"#.utf8))
    let results =
      #"{"type":"Results","is_final":true,"start":0,"duration":1.5,"channel":{"alternatives":[{"transcript":"guten <Tag> & mehr"}]}}"#
    let cut = Frame(sending: .text, payload: Array(results.utf8.prefix(20)), fin: false, maskKey: nil)
    let rest = Frame(sending: .continuation, payload: Array(results.utf8.dropFirst(20)), maskKey: nil)
    let kinds: [(Hop?, Int, Event.Kind)] = [
      (.client, 1, .request(request)), (.client, 1, .response(switched)), (.service, 2, .request(listen)),
      (.service, 2, .response(switched)),
      (.client, 1, frame(.client, .binary(Array(0...255)))), (.service, 2, frame(.relay, .binary(Array(0...255)))),
      (.service, 2, frame(.relay, .binary([]))), (.client, 1, frame(.relay, .ping([7]))), (.client, 1, frame(.client, .pong([7]))),
      (.service, 2, .frame(FrameEvent(sender: .service, frame: cut))), (.service, 2, .frame(FrameEvent(sender: .service, frame: rest))),
      (.client, 1, frame(.relay, .text(results))), (.client, 1, frame(.relay, .text([0xFF, 0x61]))),
      (.client, 1, frame(.client, .close(1000, "done"))), (.client, 1, .ended(ConnectionEnd(.finished, by: .client))),
      (.service, 3, .request(listen)), (.service, 3, .response(refusal)),
      (.client, 4, .request(request)),
      (.client, 4, .failed(ConnectionFailure(stage: .handshake, address: "relay.test:8080", code: "CLOSED", text: "closed at once"))),
      (nil, 0, .note(Note(.step, "stop: \"stop\"", topic: .stop))),
    ]
    let events = kinds.enumerated().map { index, item in
      Event(id: Int64(index + 1), session: 1, hop: item.0, connection: item.1, at: Int64(index) * 1_234_567, item.2)
    }
    return Recording(run: run(), sessions: [info], events: events)
  }

  private static func frame(_ sender: Party, _ message: Message) -> Event.Kind {
    .frame(
      FrameEvent(sender: sender, frame: Frame(sending: message.opcode, payload: message.payload, maskKey: sender == .service ? nil : 5)))
  }

  /// What a HAR can hold of an event: the message that is complete with it.
  static func messages(_ recording: Recording) -> [String] {
    var assemblers: [String: MessageAssembler] = [:]
    return recording.events.compactMap { event in
      guard case .frame(let frame) = event.kind,
        let message = assemblers["\(event.connection) \(frame.sender)", default: MessageAssembler()].take(frame.frame).message
      else { return nil }
      return
        "\(event.at) \(event.session) \(event.hop?.rawValue ?? "-") \(event.connection) \(frame.sender) \(message.opcode.rawValue) \(message.payload)"
    }
  }
}
