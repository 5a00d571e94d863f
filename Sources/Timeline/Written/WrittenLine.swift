internal import Wire

/// One event line of a written timeline, or a run of audio frames.
///
/// | written | event |
/// |---|---|
/// | `→ GET /path?query` | opening request |
/// | `← 101`, `← 401 dg-error="…" body="…"` | the answer |
/// | `→ audio 2.0s [wav] [noise] [chunk=100]` | binary frames over the line's time span, `chunk` ms of audio each |
/// | `→ text "stop"`, `→ CloseStream`, `→ KeepAlive`, `→ Finalize`, `→ empty` | a message |
/// | `← results "tell me" final [start=0 duration=2]` | a Results message; `interim` without `final` |
/// | `← metadata duration=2.0 channels=1 [sha256=…]` | Metadata |
/// | `← message "{…}"` | any text, word for word (single quotes stand for double ones) |
/// | `← close 1000 "reason"`, `→ ping`, `← pong` | control frames |
/// | `end fin by=relay`, `end rst` | the end of TCP |
/// | `failed connect ECONNREFUSED` | no connection |
struct WrittenLine {
  private enum Content {
    case single(Event.Kind)
    case audio(bytes: [[UInt8]], sender: Party)
  }

  var hop: Hop?
  var connection = 0
  private var at: Nanoseconds
  private var until: Nanoseconds?
  private var content: Content

  /// A request, or a failure, begins a connection.
  var opensConnection: Bool {
    switch content {
    case .single(.request): true
    default: false
    }
  }

  init(_ words: inout WrittenWords, audio: AudioInfo?) throws(WrittenTimelineError) {
    let span = (words.next() ?? "").split(separator: "-").map { Double($0) }
    guard let first = span.first, let from = first, span.count <= 2, !span.contains(nil) else {
      throw words.fault("an event begins with its time in seconds: 1.5 or 0.1-2.1")
    }
    at = .seconds(from)
    if span.count == 2, let last = span[1] { until = .seconds(last) }
    guard let place = words.next() else { throw words.fault("an event needs a hop (client, service) or 'note'") }
    if place == "note" {
      guard let word = words.next(), let code = Note.Code(rawValue: word) else { throw words.fault("unknown note") }
      content = .single(.note(Note(code, words.next() ?? "")))
      return
    }
    guard let hop = Hop(rawValue: place) else { throw words.fault("'\(place)' is no hop: client, service") }
    self.hop = hop
    switch words.next() {
    case "→": content = try Self.message(&words, sender: hop.dialler, audio: audio)
    case "←": content = try Self.message(&words, sender: hop.acceptor, audio: audio)
    case "end":
      let (bare, options) = words.rest()
      let manner: ConnectionEnd.Manner = bare.first == "rst" ? .reset : .finished
      content = .single(.ended(ConnectionEnd(manner, by: options["by"].flatMap(Party.init(rawValue:)))))
    case "failed":
      guard let word = words.next(), let stage = ConnectionFailure.Stage(rawValue: word), let code = words.next() else {
        throw words.fault("failed needs a stage (resolve, connect, tls, handshake) and a code")
      }
      content = .single(.failed(ConnectionFailure(stage: stage, address: "relay.test:80", code: code, text: words.next() ?? code)))
    default: throw words.fault("after the hop comes → or ←, 'end' or 'failed'")
    }
  }

  func events(session: Int) -> [Event] {
    switch content {
    case .single(let kind):
      return [Event(session: session, hop: hop, connection: connection, at: at, kind)]
    case .audio(let chunks, let sender):
      let step = chunks.count > 1 ? ((until ?? at) - at) / Int64(chunks.count - 1) : 0
      return chunks.enumerated().map { index, payload in
        let frame = Frame(opcode: .binary, masked: true, payload: payload)
        return Event(
          session: session, hop: hop, connection: connection, at: at + Int64(index) * step,
          .frame(FrameEvent(sender: sender, frame: frame)))
      }
    }
  }

  private static func message(
    _ words: inout WrittenWords, sender: Party, audio: AudioInfo?
  ) throws(WrittenTimelineError) -> Content {
    func frame(_ opcode: Opcode, _ payload: [UInt8]) -> Content {
      let masked = sender == .client
      return .single(.frame(FrameEvent(sender: sender, frame: Frame(opcode: opcode, masked: masked, payload: payload))))
    }
    func text(_ string: String) -> Content { frame(.text, Array(string.utf8)) }
    guard let what = words.next() else { throw words.fault("nothing after the arrow") }
    let (bare, options) = words.rest()
    switch what {
    case "GET": return .single(.request(RequestHead(target: bare.first ?? "/", headers: [])))
    case "audio":
      guard let length = bare.first, length.hasSuffix("s"), let seconds = Double(length.dropLast()), let audio else {
        throw words.fault("audio needs a length: audio 2.0s")
      }
      let chunk = Double(options["chunk"] ?? "100") ?? 100
      return .audio(
        bytes: WrittenAudio.chunks(audio, seconds: seconds, chunkMilliseconds: chunk, wav: bare.contains("wav")), sender: sender)
    case "text": return text(bare.first ?? "")
    case "message": return text((bare.first ?? "").replacingQuotes())
    case "CloseStream", "KeepAlive", "Finalize": return text(#"{"type":"\#(what)"}"#)
    case "empty": return frame(.binary, [])
    case "ping": return frame(.ping, [])
    case "pong": return frame(.pong, [])
    case "close":
      guard let word = bare.first else { return frame(.close, []) }
      guard let code = UInt16(word) else { throw words.fault("a close code is a number") }
      return frame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array((bare.count > 1 ? bare[1] : "").utf8))
    case "results": return text(results(bare, options))
    case "metadata":
      let sha = options["sha256"] ?? "incomplete"
      return text(
        #"{"type":"Metadata","request_id":"r","sha256":"\#(sha)","duration":\#(options["duration"] ?? "0"),"#
          + #""channels":\#(options["channels"] ?? "1")}"#)
    default:
      guard let status = Int(what) else { throw words.fault("'\(what)' is not known behind an arrow") }
      let headers = options.filter { $0.key != "body" }.sorted { $0.key < $1.key }.map { HeaderField($0.key, $0.value) }
      return .single(
        .response(ResponseHead(status: status, reason: "", headers: headers, body: Array((options["body"] ?? "").replacingQuotes().utf8))))
    }
  }

  private static func results(_ bare: [String], _ options: [String: String]) -> String {
    let isFinal = bare.contains("final")
    return #"{"type":"Results","channel_index":[0,1],"duration":\#(options["duration"] ?? "1"),"start":\#(options["start"] ?? "0"),"#
      + #""is_final":\#(isFinal),"speech_final":\#(isFinal),"channel":{"alternatives":[{"transcript":"\#(bare.first ?? "")","#
      + #""confidence":0.9,"words":[]}]}}"#
  }
}

extension String {
  /// Single quotes as double ones, so that JSON can be written inside a quoted word.
  fileprivate func replacingQuotes() -> String { String(map { $0 == "'" ? "\"" : $0 }) }
}
