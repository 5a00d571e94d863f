import Speech
import TestSupport
import Timeline
import Wire

/// Does to a recording what disks, editors and hostile relays do: the same for the same seed.
struct RecordingMutator {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// Between one and forty changes; read as a file is.
  mutating func mutate(_ recording: Recording) -> Recording {
    var copy = recording
    for _ in 0..<Int.random(in: 1...40, using: &random) where copy.events.count > 2 { change(&copy) }
    return copy.bounded
  }

  private mutating func change(_ recording: inout Recording) {
    let index = Int.random(in: 0..<recording.events.count, using: &random)
    switch Int.random(in: 0..<22, using: &random) {
    case 0: recording.events.remove(at: index)
    case 1: recording.events.swapAt(index, Int.random(in: 0..<recording.events.count, using: &random))
    case 2: recording.events.removeLast(min(recording.events.count - 1, 50))
    case 3: recording.events.removeSubrange(index..<min(index + Int.random(in: 1...60, using: &random), recording.events.count - 1 + 1))
    case 4: recording.events[index].at = time()
    case 5: recording.events[index].id = recording.events.randomElement(using: &random)?.id ?? 1
    case 6: recording.events.insert(recording.events[index], at: Int.random(in: 0..<recording.events.count, using: &random))
    case 7: recording.events[index].session = [0, 1, 2, 99, -1, .max].randomElement(using: &random) ?? 0
    case 8: recording.events[index].hop = [.client, .service, nil].randomElement(using: &random) ?? nil
    case 9: recording.events[index].connection = [0, 1, 2, 77, -5, .min].randomElement(using: &random) ?? 0
    case 10: recording.events[index].kind = kind()
    case 11: head(&recording.events[index])
    case 12: session(&recording)
    case 13: run(&recording.run)
    case 14: recording.missingEvents = Int.random(in: 0...3, using: &random)
    default: frame(&recording.events[index])
    }
    if recording.events.isEmpty { recording.events.append(Event(id: 1, session: 1, hop: nil, connection: 0, at: 0, kind())) }
  }

  // MARK: Frames

  private mutating func frame(_ event: inout Event) {
    guard case .frame(var value) = event.kind else { return }
    switch Int.random(in: 0..<10, using: &random) {
    case 0: value.frame.payload = bytes(40)
    case 1, 2: value.frame.payload.removeLast(Int.random(in: 0...value.frame.payload.count, using: &random))
    case 3, 4: value.frame.payload = Array(text().utf8)
    case 5: value.frame.payload = spoiled(value.frame.payload)
    case 6: value.frame.opcode = Opcode(rawValue: UInt8.random(in: 0...15, using: &random))
    case 7: value.frame.fin.toggle()
    case 8: value.frame.length = [0, 1, 125, 126, 1 << 62, .max].randomElement(using: &random) ?? 0
    default:
      value.sender = [.client, .relay, .service, .network, .sttcheck].randomElement(using: &random) ?? .relay
      value.scheduled = Bool.random(using: &random) ? time() : nil
    }
    event.kind = .frame(value)
  }

  /// JSON with one of its numbers, words or strings made into something nobody expects.
  private mutating func spoiled(_ payload: [UInt8]) -> [UInt8] {
    let digits = payload.indices.filter { (0x30...0x39).contains(payload[$0]) }
    guard let place = digits.randomElement(using: &random) else { return Array(text().utf8) }
    let values = [
      "1e999", "-1e999", "NaN", "null", "true", "99999999999999999999", "-0", "1e-400", "\"\\ud800\"", "{}", "9223372036854775807",
    ]
    return payload[..<place] + Array((values.randomElement(using: &random) ?? "").utf8) + payload[(place + 1)...]
  }

  private mutating func bytes(_ most: Int) -> [UInt8] {
    (0..<Int.random(in: 0..<most, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// What a relay might write to make a reader fall over.
  private mutating func text() -> String {
    [
      "", "{", "[1,2", "\u{1B}[2J\u{7}\u{9B}31m", "\u{202E}desrever\u{2066}\u{FEFF}\u{2028}", "<script>alert(1)</script>",
      #"{"type":"Results","is_final":true,"start":1e308,"duration":1e308,"channel":{"alternatives":[{"transcript":"\ud800 \udfff"}]}}"#,
      #"{"type":"Results","is_final":"yes","start":-1e308,"duration":"NaN","channel":{"alternatives":[]}}"#,
      #"{"type":"Results","is_final":false,"start":1e18,"duration":-9e18,"channel":{"alternatives":[{"transcript":"x","words":[{"word":"x","start":1e300,"end":-1e300}]}]}}"#,
      #"{"type":"Metadata","duration":1e400,"channels":-9223372036854775808,"sha256":7,"request_id":null}"#,
      #"{"type":"Metadata","duration":-5,"channels":99999999999999999999,"sha256":"incomplete"}"#,
      #"{"type":"final","text":"\#(String(repeating: "é\u{301}", count: 300))"}"#,
      String(repeating: "[", count: 20_000), String(repeating: #"{"a":"#, count: 5000), String(repeating: "9", count: 5000),
      #"{"type":"CloseStream"}"#, #"{"type":"KeepAlive"}"#, "stop", "\u{0}\u{0}", "RIFF\u{0}\u{0}\u{0}\u{0}WAVEfmt ",
    ].randomElement(using: &random) ?? ""
  }

  private mutating func time() -> Nanoseconds {
    [Int64.random(in: 0..<30_000_000_000, using: &random), -1, 0, .max, .min, 1 << 60, -(1 << 60)].randomElement(using: &random) ?? 0
  }

  // MARK: Everything else

  private mutating func kind() -> Event.Kind {
    let party = [Party.client, .relay, .service, .network, .sttcheck].randomElement(using: &random) ?? .relay
    let kinds: [Event.Kind] = [
      .note(Note([.step, .waitExpired, .timedOut, .recorderLag, .starved, .clockStep].randomElement(using: &random) ?? .remark, text())),
      .ended(ConnectionEnd(Bool.random(using: &random) ? .reset : .finished, by: party, text: text())),
      .failed(ConnectionFailure(stage: .connect, address: text(), errno: 111, code: text(), text: text())),
      .violation(ViolationEvent(sender: party, section: text(), text: text())),
      .request(RequestHead(target: target(), headers: [HeaderField(text(), text())])),
      .response(ResponseHead(status: status(), reason: text(), headers: [HeaderField("dg-error", text())], body: bytes(30))),
      .frame(FrameEvent(sender: party, frame: Frame(opcode: .close, payload: bytes(6)))),
    ]
    return kinds.randomElement(using: &random) ?? .note(Note(.remark, ""))
  }

  private mutating func status() -> Int { [0, -1, 101, 200, 401, 999, .max].randomElement(using: &random) ?? 0 }

  private mutating func target() -> String {
    [
      "", "/", "?", "/v1/listen?encoding=linear16&sample_rate=99999999999999999999&channels=-1",
      "/v1/listen?sample_rate=0&encoding=linear16",
      "/v1/listen?encoding=linear16&sample_rate=9223372036854775807&channels=9223372036854775807", "/%zz?%=%&&&=&container=wav%00",
      "/v1/listen?\(String(repeating: "a=b&", count: 500))", "/v1/listen?encoding=<script>&sample_rate=NaN",
    ].randomElement(using: &random) ?? "/"
  }

  private mutating func head(_ event: inout Event) {
    switch event.kind {
    case .request(var head):
      head.target = target()
      if Bool.random(using: &random) {
        head.headers.removeAll()
      } else {
        head.headers.append(HeaderField("Sec-WebSocket-Protocol", text()))
      }
      event.kind = .request(head)
    case .response(var head):
      head.status = status()
      head.reason = text()
      head.headers.append(HeaderField("dg-error", text()))
      head.body = Array(text().utf8)
      event.kind = .response(head)
    default: frame(&event)
    }
  }

  private mutating func session(_ recording: inout Recording) {
    guard let index = recording.sessions.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: recording.sessions.remove(at: index)
    case 1: recording.sessions.append(recording.sessions[index])
    case 2: recording.sessions[index].number = [0, 1, -3, .max].randomElement(using: &random) ?? 0
    case 3: recording.sessions[index].audio = audio()
    case 4: recording.sessions[index].stop = [.close, .emptyBinary, .text(text())].randomElement(using: &random) ?? .close
    case 5: recording.sessions[index].scenario = text()
    case 6: recording.sessions[index].messages = MessagesSetting([text(), "deepgram", "auto"].randomElement(using: &random) ?? "auto")
    default: recording.sessions[index].endedAt = Bool.random(using: &random) ? time() : nil
    }
  }

  private mutating func audio() -> AudioInfo? {
    guard Bool.random(using: &random) else { return nil }
    return AudioInfo(
      name: text(), encoding: ["linear16", "linear32", "mulaw", "opus", text()].randomElement(using: &random) ?? "",
      sampleRate: [0, -1, 1, 8000, 44_100, 10_000_000, .max].randomElement(using: &random) ?? 0,
      channels: [0, 1, 2, 1000, .max].randomElement(using: &random) ?? 0, container: Bool.random(using: &random) ? "wav" : nil,
      seconds: [0, -1, 2.8, 1e9, .nan, .infinity].randomElement(using: &random) ?? 0,
      transcript: Bool.random(using: &random) ? text() : nil,
      utterances: [nil, 0, 2, -7].randomElement(using: &random) ?? nil)
  }

  private mutating func run(_ run: inout RunInfo) {
    run.serviceHop = [.unseen, .simulated, .tapped].randomElement(using: &random) ?? .unseen
    run.finished = Bool.random(using: &random)
    run.suite = Bool.random(using: &random) ? text() : nil
    run.relay = text()
    run.startedAt = text()
  }
}
