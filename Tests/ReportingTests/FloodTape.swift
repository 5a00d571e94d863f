import TestSupport
import Timeline
import Wire

/// Writes the recordings of floods, event after event.
struct FloodTape {
  private var run: RunInfo
  private var infos: [SessionInfo] = []
  private var events: [(at: Double, event: Event)] = []
  private var session = 1
  private var connections = 0
  private var current: [Hop: Int] = [:]

  init(_ serviceHop: RunInfo.ServiceHop) {
    run = RunInfo(
      id: "flood", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 1_767_225_600_000_000_000, toolVersion: "1.0.0",
      relay: "ws://relay.test/listen", serviceHop: serviceHop, finished: true)
  }

  /// What was written, in the order of time.
  var recording: Recording {
    let sorted = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    return Recording(
      run: run, sessions: infos,
      events: sorted.enumerated().map { place, item in
        var event = item.element.event
        event.id = Int64(place + 1)
        return event
      })
  }

  /// A session that streams a second of audio, says stop, and is closed in order after so many seconds.
  mutating func session(_ number: Int, from start: Double, seconds: Double, _ middle: (inout FloodTape) -> Void = { _ in }) {
    begin(number, from: start, to: start + seconds)
    open(.client, in: number, at: start)
    open(.service, in: number, at: start + 0.02)
    for piece in 0..<10 {
      audio(.client, piece, at: start + 0.1 + Double(piece) / 10)
      audio(.service, piece, at: start + 0.11 + Double(piece) / 10)
    }
    middle(&self)
    let end = start + seconds
    frame(.client, .client, .text, "stop", at: end - 1)
    frame(.service, .relay, .text, #"{"type":"CloseStream"}"#, at: end - 0.99)
    both("tell me more", start: 0, isFinal: true, at: end - 0.5)
    for hop in [Hop.service, .client] {
      let sender = hop.acceptor
      frame(hop, sender, .text, #"{"type":"Metadata","request_id":"r","duration":1.0,"channels":1}"#, at: end - 0.4)
      frame(hop, sender, .close, "\u{3}\u{e8}", at: end - 0.3)
      add(hop, .ended(ConnectionEnd(.finished, by: sender)), at: end)
    }
  }

  /// A session that nobody answers.
  mutating func refused(_ number: Int, at start: Double) {
    begin(number, from: start, to: start + 1)
    connections += 1
    current[.client] = connections
    add(
      .client, .failed(ConnectionFailure(stage: .connect, address: "relay.test:80", code: "ECONNREFUSED", text: "Connection refused.")),
      at: start)
  }

  private mutating func begin(_ number: Int, from start: Double, to end: Double) {
    session = number
    infos.append(
      SessionInfo(
        number: number, scenario: "baseline",
        audio: AudioInfo(
          name: "clip", encoding: "linear16", sampleRate: 16000, channels: 1, seconds: 1, transcript: "tell me more", utterances: 1),
        expectations: [Expectation(.close, atLeast: 1000, atMost: 1000)],
        startedAt: .seconds(start), endedAt: .seconds(end), outcome: .completed))
  }

  /// A connection with its handshake; from then on the hop's events are of it.
  mutating func open(_ hop: Hop, in session: Int, at time: Double) {
    self.session = session
    connections += 1
    current[hop] = connections
    handshake(hop, at: time)
  }

  mutating func handshake(_ hop: Hop, at time: Double) {
    let target = hop == .client ? "/listen" : "/v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true"
    add(hop, .request(RequestHead(target: target, headers: [])), at: time)
    add(hop, .response(ResponseHead(status: 101, reason: "Switching Protocols", headers: [])), at: time + 0.005)
  }

  mutating func frame(_ hop: Hop, _ sender: Party, _ opcode: Opcode, _ text: String, fin: Bool = true, at time: Double) {
    let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    add(
      hop, .frame(FrameEvent(sender: sender, frame: Frame(fin: fin, opcode: opcode, masked: sender == hop.dialler, payload: bytes))),
      at: time)
  }

  /// A tenth of a second of sound like no other.
  mutating func audio(_ hop: Hop, _ number: Int, at time: Double) {
    var random = SeededRandom(seed: UInt64(truncatingIfNeeded: number))
    let frame = Frame(opcode: .binary, masked: true, payload: random.bytes(3200))
    add(hop, .frame(FrameEvent(sender: hop.dialler, frame: frame)), at: time)
  }

  /// A result that the service sends and the relay passes on.
  mutating func both(_ text: String, start: Double, isFinal: Bool, request: String = "r", at time: Double) {
    result(.service, text, start: start, isFinal: isFinal, request: request, at: time)
    result(.client, text, start: start, isFinal: isFinal, request: request, at: time + 0.001)
  }

  mutating func result(_ hop: Hop, _ text: String, start: Double, isFinal: Bool, request: String = "r", at time: Double) {
    let json =
      #"{"type":"Results","channel_index":[0,1],"start":\#(start),"duration":0.4,"is_final":\#(isFinal),"speech_final":false,"#
      + #""channel":{"alternatives":[{"transcript":"\#(text)","words":[]}]},"metadata":{"request_id":"\#(request)"}}"#
    frame(hop, hop.acceptor, .text, json, at: time)
  }

  mutating func add(_ hop: Hop?, _ kind: Event.Kind, at time: Double) {
    if hop == .service, run.serviceHop == .unseen { return }
    events.append((time, Event(session: session, hop: hop, connection: hop.flatMap { current[$0] } ?? 0, at: .seconds(time), kind)))
  }
}
