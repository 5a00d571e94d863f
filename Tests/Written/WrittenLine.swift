internal import Timeline
internal import Wire

/// One event line of a written timeline, or a run of audio frames.
///
/// | written | event |
/// |---|---|
/// | `→ GET /path?query [name="…"]` | opening request, with headers |
/// | `← 101`, `← 401 dg-error="…" body="…"` | the answer |
/// | `→ audio 2.0s [wav] [chunk=100] [late=0]` | binary frames over the line's time span, `chunk` ms of audio each (`bytes=999`: so many bytes each); `late`: due so many ms before |
/// | `→ audio 1.7s from=0.3` | … that begin so many seconds into the sound |
/// | `→ audio 2.0s as=linear16/16000/1` | … of the same sound in another format; `voice=2`: of another sound |
/// | `→ audio 2.0s swapped`, `shifted`, `blank`, `garbled` | … whose bytes were changed: see `WrittenAudio.Change` |
/// | `→ audio 2.0s base64` | … as base64 in text frames |
/// | `→ text "stop"`, `→ CloseStream`, `→ KeepAlive`, `→ Finalize`, `→ empty` | a message |
/// | `← results "tell me" final [start=0 duration=2] [request=r] [words="tell me"]` | a Results message; `interim` without `final` |
/// | `← metadata duration=2.0 channels=1 [sha256=…] [request=r]` | Metadata |
/// | `← message "{…}"`, `← binary "{…}"` | any text, word for word (single quotes stand for double ones); the same in a binary frame |
/// | `← close 1000 "reason"`, `→ ping "a"`, `← pong "a"` | control frames |
/// | `end fin by=relay`, `end rst` | the end of TCP |
/// | `violation 5.1 "text" by=relay [rfc=7692]` | a rule of RFC 6455, or of another, that was broken |
/// | `limit fragments limit=10000 received=10001 by=relay` | a limit that was reached |
/// | `failed connect ECONNREFUSED` | no connection |
struct WrittenLine {
  private enum Content {
    case single(Event.Kind)
    case audio(bytes: [[UInt8]], sender: Party, opcode: Opcode, late: Nanoseconds?)
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
      content = .single(.note(Note(written: code, words.next() ?? "")))
      return
    }
    guard let hop = Hop(rawValue: place) else { throw words.fault("'\(place)' is no hop: client, service") }
    self.hop = hop
    switch words.next() {
    case "→": content = try Self.message(&words, sender: hop.dialler, audio: audio)
    case "←": content = try Self.message(&words, sender: hop.acceptor, audio: audio)
    case "end":
      let (bare, options) = try words.rest(["by"], bare: 1)
      let manner: ConnectionEnd.Manner
      switch bare.first {
      case "fin": manner = .finished
      case "rst": manner = .reset
      default: throw words.fault("the end of TCP is fin or rst")
      }
      content = .single(.ended(ConnectionEnd(manner, by: options["by"].flatMap(Party.init(rawValue:)))))
    case "violation":
      let (bare, options) = try words.rest(["by", "rfc"], bare: 2)
      guard bare.count == 2, let sender = options["by"].flatMap(Party.init(rawValue:)) else {
        throw words.fault("a violation needs a section, a text and by=PARTY")
      }
      content = .single(
        .violation(ViolationEvent(sender: sender, rfc: options["rfc"].flatMap { Int($0) }, section: bare[0], text: bare[1])))
    case "limit":
      let (bare, options) = try words.rest(["limit", "received", "by"], bare: 1)
      guard let kind = bare.first.flatMap(LimitReached.Kind.init(rawValue:)), let sender = options["by"].flatMap(Party.init(rawValue:))
      else {
        throw words.fault("a limit needs its kind, and by=PARTY")
      }
      let (limit, received) = (options["limit"].flatMap { Int($0) } ?? 0, options["received"].flatMap { Int($0) } ?? 0)
      content = .single(.note(Note(LimitReached(kind, by: sender, limit: limit, received: received))))
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
    case .audio(let chunks, let sender, let opcode, let late):
      let step = chunks.count > 1 ? ((until ?? at) - at) / Int64(chunks.count - 1) : 0
      return chunks.enumerated().map { index, payload in
        let frame = Frame(opcode: opcode, masked: true, payload: payload)
        let sent = at + Int64(index) * step
        return Event(
          session: session, hop: hop, connection: connection, at: sent,
          .frame(FrameEvent(sender: sender, frame: frame, scheduled: late.map { sent - $0 })))
      }
    }
  }

  /// Options of a line; headers may have any name.
  private static let known: [String: Set<String>?] = [
    "GET": nil, "audio": ["chunk", "bytes", "from", "as", "voice", "late"],
    "results": ["start", "duration", "channel", "request", "words"],
    "metadata": ["duration", "channels", "sha256", "request"],
  ]
  /// How many other words a line may have.
  private static let most = ["GET": 1, "audio": 4, "text": 1, "message": 1, "binary": 1, "ping": 1, "pong": 1, "close": 2, "results": 2]

  private static func message(
    _ words: inout WrittenWords, sender: Party, audio: AudioInfo?
  ) throws(WrittenTimelineError) -> Content {
    func frame(_ opcode: Opcode, _ payload: [UInt8]) -> Content {
      let masked = sender == .client
      return .single(.frame(FrameEvent(sender: sender, frame: Frame(opcode: opcode, masked: masked, payload: payload))))
    }
    func text(_ string: String) -> Content { frame(.text, Array(string.utf8)) }
    guard let what = words.next() else { throw words.fault("nothing after the arrow") }
    let (bare, options) = try words.rest(known[what] ?? (Int(what) == nil ? [] : nil), bare: most[what] ?? 0)
    switch what {
    case "GET":
      let headers = options.sorted { $0.key < $1.key }.map { HeaderField($0.key, $0.value) }
      return .single(.request(RequestHead(target: bare.first ?? "/", headers: headers)))
    case "audio":
      guard let length = bare.first, length.hasSuffix("s"), let seconds = Double(length.dropLast()), let audio else {
        throw words.fault("audio needs a length: audio 2.0s")
      }
      return try Self.audio(seconds, bare, options, audio, sender, &words)
    case "text": return text(bare.first ?? "")
    case "message": return text((bare.first ?? "").replacingQuotes())
    case "binary": return frame(.binary, Array((bare.first ?? "").replacingQuotes().utf8))
    case "CloseStream", "KeepAlive", "Finalize": return text(#"{"type":"\#(what)"}"#)
    case "empty": return frame(.binary, [])
    case "ping": return frame(.ping, Array((bare.first ?? "").utf8))
    case "pong": return frame(.pong, Array((bare.first ?? "").utf8))
    case "close":
      guard let word = bare.first else { return frame(.close, []) }
      guard let code = UInt16(word) else { throw words.fault("a close code is a number") }
      return frame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array((bare.count > 1 ? bare[1] : "").utf8))
    case "results": return text(results(bare, options))
    case "metadata": return text(metadata(options))
    default:
      guard let status = Int(what) else { throw words.fault("'\(what)' is not known behind an arrow") }
      let headers = options.filter { $0.key != "body" }.sorted { $0.key < $1.key }.map { HeaderField($0.key, $0.value) }
      return .single(
        .response(ResponseHead(status: status, reason: "", headers: headers, body: Array((options["body"] ?? "").replacingQuotes().utf8))))
    }
  }

  private static func audio(
    _ seconds: Double, _ bare: [String], _ options: [String: String], _ info: AudioInfo, _ sender: Party, _ words: inout WrittenWords
  ) throws(WrittenTimelineError) -> Content {
    var format = info
    if let other = options["as"], !format.read(other) { throw words.fault("as is encoding/rate/channels") }
    let chunk = options["chunk"].flatMap { Double($0) } ?? 100
    let bytesEach = options["bytes"].flatMap { Int($0) }
    let from = options["from"].flatMap { Double($0) } ?? 0
    guard format.isPossible, (0...3600).contains(seconds), (0...1e6).contains(from), (0.1...1e6).contains(chunk), bytesEach ?? 1 > 0,
      Double(format.bytesPerSecond) * seconds <= Double(64 << 20),
      bytesEach.map({ Double(format.bytesPerSecond) * seconds / Double($0) <= 1e6 }) ?? (seconds * 1000 / chunk <= 1e6)
    else {
      throw words.fault("audio has a possible format, 64 MiB and an hour at most, and is cut into a million chunks at most")
    }
    var audio = WrittenAudio(format: format)
    audio.from = from
    audio.voice = options["voice"].flatMap { Int($0) } ?? 1
    audio.change = bare.lazy.compactMap { WrittenAudio.Change(rawValue: $0) }.first
    let chunks = audio.chunks(
      seconds: seconds, chunkMilliseconds: chunk, bytesEach: bytesEach, wav: bare.contains("wav"))
    let late = options["late"].flatMap { Double($0) }.map { Nanoseconds.milliseconds($0) }
    guard bare.contains("base64") else { return .audio(bytes: chunks, sender: sender, opcode: .binary, late: late) }
    return .audio(bytes: chunks.map(WrittenAudio.base64), sender: sender, opcode: .text, late: late)
  }

  private static func results(_ bare: [String], _ options: [String: String]) -> String {
    let isFinal = bare.contains("final")
    // Four words a second from the start on.
    let start = options["start"].flatMap(Double.init) ?? 0
    let words = (options["words"] ?? "").split(separator: " ").enumerated().map { index, word in
      let at = start + Double(index) / 4
      return #"{"word":"\#(word)","start":\#(at),"end":\#(at + 0.25),"confidence":0.9}"#
    }
    let metadata = options["request"].map { #","metadata":{"request_id":"\#($0)"}"# } ?? ""
    let times = #""duration":\#(options["duration"] ?? "1"),"start":\#(options["start"] ?? "0")"#
    let channel =
      #""channel":{"alternatives":[{"transcript":"\#(bare.first ?? "")","confidence":0.9,"words":[\#(words.joined(separator: ","))]}]}"#
    let flags = #""is_final":\#(isFinal),"speech_final":\#(isFinal)"#
    return #"{"type":"Results","channel_index":[\#(options["channel"] ?? "0"),1],\#(times),\#(flags),\#(channel)\#(metadata)}"#
  }

  private static func metadata(_ options: [String: String]) -> String {
    let hash = options["sha256"] ?? "incomplete"
    let length = #""duration":\#(options["duration"] ?? "0"),"channels":\#(options["channels"] ?? "1")"#
    return #"{"type":"Metadata","request_id":"\#(options["request"] ?? "r")","sha256":"\#(hash)",\#(length)}"#
  }
}

extension String {
  /// Single quotes as double ones, so that JSON can be written inside a quoted word.
  fileprivate func replacingQuotes() -> String { String(map { $0 == "'" ? "\"" : $0 }) }
}
