internal import Digest
package import Timeline
internal import Wire

/// NDJSON as `sttcheck export --ndjson` writes it, or somebody by hand, as a recording.
///
/// By hand a line is `{"at_ns": 120000000, "sender": "client", "base64": "…"}` or with `"text"`; hop, session and connection are then the first
/// client's. What such a file does not say is unknown.
package struct NDJSONReader {
  private let run: RunInfo

  package init(run: RunInfo) { self.run = run }

  package func read(_ bytes: [UInt8]) throws(ExchangeFault) -> Recording {
    var lines: [NDJSONLine] = []
    for (index, piece) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() where piece.contains(where: { $0 > 0x20 }) {
      guard let line: NDJSONLine = JSONCoding.decoded(line: String(decoding: piece, as: UTF8.self)) else {
        throw ExchangeFault("line \(index + 1) is no line of NDJSON that `sttcheck export --ndjson` would write")
      }
      lines.append(line)
    }
    let events = lines.filter { $0.run == nil && $0.info == nil }
    guard !events.isEmpty else { throw ExchangeFault("holds no events") }
    let known = lines.compactMap(\.run).first
    var info = known ?? run
    info.id = run.id
    info.toolVersion = run.toolVersion
    info.command = run.command
    var recording = ImportedRecording(info, isOurs: known != nil, origin: known?.startedAtUnixNanoseconds ?? run.startedAtUnixNanoseconds)
    let sessions = lines.compactMap(\.info)
    for session in sessions { recording.add(session) }
    var opened: Set<Int> = []
    for (index, line) in events.enumerated() {
      guard let kind = Self.kind(line) else { throw ExchangeFault("event \(index + 1) says neither what it is nor who sent what") }
      let hop = line.hop ?? (known == nil ? (line.sender == .service ? .service : .client) : nil)
      let connection = line.connection ?? (hop == .service ? 2 : 1)
      let at = line.at_ns ?? 0
      if known == nil, case .frame = kind, opened.insert(connection).inserted, !events.contains(where: { $0.kind == "request" }) {
        // Frames show that there was a handshake.
        recording.add(line.session ?? 1, hop, connection: connection, at: at, .request(RequestHead(target: "/", headers: [])))
        recording.add(line.session ?? 1, hop, connection: connection, at: at, .response(ResponseHead(status: 101, reason: "", headers: [])))
        recording.lack([.handshake])
      }
      recording.add(line.session ?? 1, hop, connection: connection, at: at, kind)
    }
    if known == nil { lack(events, sessions, in: &recording) }
    return recording.finished()
  }

  private func lack(_ events: [NDJSONLine], _ sessions: [SessionInfo], in recording: inout ImportedRecording) {
    let opcodes = Set(events.compactMap(\.opcode))
    if opcodes.isDisjoint(with: [9, 10]) { recording.lack([.pings]) }
    if !opcodes.contains(8) { recording.lack([.closes]) }
    if !events.contains(where: { $0.kind == "ended" }) { recording.lack([.ends]) }
    if !events.contains(where: { $0.header?.isEmpty == false }) { recording.lack([.framing]) }
    guard sessions.isEmpty else { return }
    for number in Set(events.map { $0.session ?? 1 }).sorted() where number > 0 {
      let times = events.filter { ($0.session ?? 1) == number }.map { $0.at_ns ?? 0 }
      recording.add(
        SessionInfo(
          number: number, scenario: "imported", about: "somebody's client", stop: .close, startedAt: times.min() ?? 0, endedAt: times.max(),
          outcome: .completed))
    }
  }

  private static func kind(_ line: NDJSONLine) -> Event.Kind? {
    switch line.kind {
    case "request":
      .request(
        RequestHead(
          method: line.method ?? "GET", target: line.target ?? "/", headers: line.headers ?? [], raw: line.raw.flatMap { Base64.decode($0) }
        ))
    case "response":
      .response(
        ResponseHead(
          status: line.status ?? 101, reason: line.reason ?? "", headers: line.headers ?? [], body: bytes(line),
          raw: line.raw.flatMap { Base64.decode($0) }))
    case "violation": line.violation.map { .violation($0) }
    case "failed": line.failure.map { .failed($0) }
    case "ended": line.end.map { .ended($0) }
    case "note": line.note.map { .note($0) }
    case "frame", nil: line.sender.map { .frame(FrameEvent(sender: $0, frame: frame(line), scheduled: line.scheduled_ns)) }
    default: nil
    }
  }

  private static func frame(_ line: NDJSONLine) -> Frame {
    let payload = bytes(line)
    let header = HeaderBytes(hex: line.header ?? "")
    return Frame(
      fin: line.fin ?? true, rsv: line.rsv ?? 0, opcode: Opcode(rawValue: line.opcode ?? (line.text == nil ? 2 : 1)),
      masked: line.masked ?? false, header: header, length: line.length, payload: payload)
  }

  private static func bytes(_ line: NDJSONLine) -> [UInt8] {
    line.text.map { Array($0.utf8) } ?? line.base64.flatMap { Base64.decode($0) } ?? []
  }
}

extension HeaderBytes {
  fileprivate init(hex: String) {
    self.init()
    let digits = Array(hex.utf8)
    for start in stride(from: 0, to: digits.count - 1, by: 2) {
      if let byte = UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) { append(byte) }
    }
  }
}
