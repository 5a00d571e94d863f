internal import Digest
internal import Speech
package import Timeline
internal import Wire

/// A recording as HAR 1.2, with WebSocket messages as Chrome writes them (`_webSocketMessages`).
///
/// What HAR has no place for stands in members that begin with `_sttcheck`, which other programs pass over: hop and session of a connection, control
/// frames, and how it ended. How messages were cut into frames, and frames that make no message, are left out.
package enum HARWriter {
  package static func write(_ recording: Recording) -> String {
    let run = recording.run
    let entries = Entries(recording).all
    let log: JSONValue = .object([
      "version": "1.2", "creator": .object(["name": "sttcheck", "version": .string(run.toolVersion)]), "pages": [],
      "entries": .array(entries),
      "_sttcheck": .object([
        // A string: JSON's numbers have 53 bits.
        "started_at_unix_ns": .string("\(run.startedAtUnixNanoseconds)"), "run": JSONCoding.value(run),
        "sessions": .array(recording.sessions.map { JSONCoding.value($0) }), "notes": .array(notes(recording)),
      ]),
    ])
    return JSONValue.object(["log": log]).serialized(pretty: true, leading: ["version", "creator", "pages", "entries"]) + "\n"
  }

  private static func notes(_ recording: Recording) -> [JSONValue] {
    recording.events.compactMap { event in
      guard case .note(let note) = event.kind, event.hop == nil else { return nil }
      return .object(["session": .number(Double(event.session)), "at_ns": .number(Double(event.at)), "note": JSONCoding.value(note)])
    }
  }

  /// Connections in the order of their requests.
  private struct Entries {
    private let run: RunInfo
    private var order: [Int] = []
    private var open: [Int: Entry] = [:]

    init(_ recording: Recording) {
      run = recording.run
      for event in recording.events where event.connection != 0 || event.hop != nil || event.isExchange {
        // What went over HTTP by itself has no number of its own.
        let number = event.connection == 0 ? -event.session : event.connection
        if open[number] == nil { order.append(number) }
        open[number, default: Entry(event)].take(event)
      }
    }

    var all: [JSONValue] { order.compactMap { open[$0]?.json(run) } }
  }
}

/// One connection on its way into a HAR.
private struct Entry {
  private let hop: Hop?
  private let session: Int
  private let connection: Int
  private let begun: Nanoseconds
  private var last: Nanoseconds
  private var request: RequestHead?
  private var response: (head: ResponseHead, at: Nanoseconds)?
  private var control: [(sender: Party, opcode: Opcode, payload: [UInt8], at: Nanoseconds)] = []
  private var timed: [(json: [String: JSONValue], at: Nanoseconds)] = []
  private var violations: [(value: ViolationEvent, at: Nanoseconds)] = []
  private var joined = JoinedConnection()
  private var end: (value: ConnectionEnd, at: Nanoseconds)?
  private var failure: (value: ConnectionFailure, at: Nanoseconds)?

  init(_ event: Event) {
    hop = event.hop
    session = event.session
    connection = event.connection
    begun = event.at
    last = event.at
  }

  mutating func take(_ event: Event) {
    last = max(last, event.at)
    switch event.kind {
    case .request(let head): request = request ?? head
    case .response(let head): response = (head, event.at)
    case .ended(let value): end = end ?? (value, event.at)
    case .failed(let value): failure = (value, event.at)
    case .frame(let frame) where frame.frame.opcode.isControl:
      control.append((frame.sender, frame.frame.opcode, frame.frame.payload, event.at))
    case .frame:
      if case .data(let message) = joined.take(event) { add(message) }
    case .violation(let value): violations.append((value, event.at))
    case .note: break
    }
  }

  private mutating func add(_ message: JoinedMessage) {
    let text = message.isText ? String(validating: message.bytes, as: UTF8.self) : nil
    var json: [String: JSONValue] = [
      "type": .string(message.isUpstream ? "send" : "receive"), "opcode": .number(Double(message.message.opcode.rawValue)),
      "data": .string(text ?? Base64.encode(message.bytes)),
    ]
    if message.isText, text == nil {
      // Text that is none: its bytes are kept, and what other programs show is as good as can be.
      json["data"] = .string(String(decoding: message.bytes, as: UTF8.self))
      json["_sttcheck_base64"] = .string(Base64.encode(message.bytes))
    }
    timed.append((json, message.at))
  }

  func json(_ run: RunInfo) -> JSONValue? {
    // A connection that could not be had was asked for nothing: other programs want a request all the same.
    guard let request = request ?? (failure == nil ? nil : RequestHead(target: "/", headers: [])) else { return nil }
    let origin = run.startedAtUnixNanoseconds
    func seconds(_ at: Nanoseconds) -> JSONValue { .number(Double(origin + at) / 1e9) }
    func milliseconds(_ time: Nanoseconds) -> JSONValue { .number(Double(time) / 1e6) }
    let wait = (response?.at ?? last) - begun
    var entry: [String: JSONValue] = [
      "startedDateTime": .string(ISOTime.text(origin + begun)), "time": milliseconds(last - begun), "cache": .object([:]),
      "connection": .string("\(connection)"), "request": Self.json(request, url(request, run)),
      "response": Self.json(response?.head, failure?.value),
      "timings": .object(["send": 0, "wait": milliseconds(wait), "receive": milliseconds(last - begun - wait)]),
      "_sttcheck": own(),
    ]
    guard hop != nil else { return .object(entry) }
    entry["_resourceType"] = "websocket"
    entry["_webSocketMessages"] = .array(
      timed.map { message in
        .object(message.json.merging(["time": seconds(message.at), "_sttcheck_at_ns": .number(Double(message.at))]) { $1 })
      })
    return .object(entry)
  }

  private func own() -> JSONValue {
    var own: [String: JSONValue] = [
      "asked": .bool(request != nil), "session": .number(Double(session)), "connection": .number(Double(connection)),
      "at_ns": .number(Double(begun)),
      "control": .array(
        control.map { frame in
          .object([
            "type": .string(frame.sender == hop?.dialler ? "send" : "receive"), "opcode": .number(Double(frame.opcode.rawValue)),
            "data": .string(Base64.encode(frame.payload)), "at_ns": .number(Double(frame.at)),
          ])
        }),
    ]
    own["violations"] = .array(
      violations.map { .object(["violation": JSONCoding.value($0.value), "at_ns": .number(Double($0.at))]) })
    if let hop { own["hop"] = .string(hop.rawValue) }
    if let response { own["answered_at_ns"] = .number(Double(response.at)) }
    if let end { own["ended"] = .object(["end": JSONCoding.value(end.value), "at_ns": .number(Double(end.at))]) }
    if let failure { own["failed"] = .object(["failure": JSONCoding.value(failure.value), "at_ns": .number(Double(failure.at))]) }
    return .object(own)
  }

  private func url(_ request: RequestHead, _ run: RunInfo) -> String {
    let isSecure = run.relay.hasPrefix("wss://") && hop == .client
    let scheme = hop == nil ? "http" : isSecure ? "wss" : "ws"
    return "\(scheme)://\(request.headers["Host"] ?? "\(hop?.acceptor.rawValue ?? "server").invalid")\(request.target)"
  }

  private static func json(_ request: RequestHead, _ url: String) -> JSONValue {
    .object([
      "method": .string(request.method), "url": .string(url), "httpVersion": "HTTP/1.1", "headers": json(request.headers), "cookies": [],
      "queryString": .array(QueryString.parse(request.target).items.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "headersSize": .number(Double(request.raw.count)), "bodySize": 0,
    ])
  }

  private static func json(_ response: ResponseHead?, _ failure: ConnectionFailure?) -> JSONValue {
    let body = response?.body ?? []
    var content: [String: JSONValue] = [
      "size": .number(Double(body.count)), "mimeType": .string(response?.headers["Content-Type"] ?? "x-unknown"),
    ]
    if let text = String(validating: body, as: UTF8.self) {
      content["text"] = .string(text)
    } else {
      content["text"] = .string(Base64.encode(body))
      content["encoding"] = "base64"
    }
    var json: [String: JSONValue] = [
      "status": .number(Double(response?.status ?? 0)), "statusText": .string(response?.reason ?? ""), "httpVersion": "HTTP/1.1",
      "headers": Self.json(response?.headers ?? []), "cookies": [], "content": .object(content),
      "redirectURL": .string(response?.headers["Location"] ?? ""), "headersSize": .number(Double(response?.raw.count ?? -1)),
      "bodySize": .number(Double(body.count)),
    ]
    if let failure { json["_error"] = .string(failure.text) }
    return .object(json)
  }

  private static func json(_ headers: [HeaderField]) -> JSONValue {
    .array(headers.map { ["name": .string($0.name), "value": .string($0.value)] })
  }
}

extension Event {
  /// A request sent whole over HTTP, or its answer: of no hop.
  fileprivate var isExchange: Bool {
    switch kind {
    case .request, .response, .failed: true
    case .frame, .violation, .ended, .note: false
    }
  }
}
