internal import Digest
internal import Speech
package import Timeline
internal import Wire

/// A HAR with WebSocket messages, as Chrome, Playwright, mitmproxy and `sttcheck export --har` write it, as a recording.
///
/// Such a file holds messages, their times and the handshake. Control frames and ends are in ours only, or where a program writes Close frames as
/// messages: else they are unknown, not absent.
package struct HARReader {
  private let run: RunInfo
  private let file: (String) -> [UInt8]?

  /// - Parameters:
  ///   - run: The import as a run: its id, version and command.
  ///   - file: Reads what the HAR has attached, by its name there.
  package init(run: RunInfo, file: @escaping (String) -> [UInt8]? = { _ in nil }) {
    self.run = run
    self.file = file
  }

  package func read(_ bytes: [UInt8]) throws(ExchangeFault) -> Recording {
    let har: JSONValue
    do { har = try JSONValue(parsing: bytes) } catch { throw ExchangeFault("is no HAR: \(error)") }
    guard let log = har["log"], let entries = log["entries"]?.array else {
      throw ExchangeFault("is no HAR: there is no `log` with `entries` in it")
    }
    var sockets: [HARSocket] = []
    for entry in entries { if let socket = try HARSocket(entry, file: file) { sockets.append(socket) } }
    let known: RunInfo? = JSONCoding.decoded(log["_sttcheck"]?["run"])
    guard known != nil || sockets.contains(where: { $0.messages != nil }) else {
      let isFirefoxes = log["creator"]?["name"]?.string == "Firefox"
      throw ExchangeFault(
        "holds \(entries.count) requests and no WebSocket messages (`_webSocketMessages`); "
          + (isFirefoxes
            ? "Firefox writes none: take Chrome, or put `sttcheck tap` in between"
            : "in Chrome open the developer tools before the page connects, and export with content"))
    }
    let exact = log["_sttcheck"]?["started_at_unix_ns"]?.string.flatMap { Int64($0) }
    let told = exact ?? known?.startedAtUnixNanoseconds ?? sockets.compactMap(Self.begun).min() ?? 0
    let origin = min(max(told, -(1 << 62)), 1 << 62)
    var recording = ImportedRecording(info(known, sockets), isOurs: known != nil, origin: origin)
    let sessions = log["_sttcheck"]?["sessions"]?.array?.compactMap { JSONCoding.decoded($0, as: SessionInfo.self) } ?? []
    for session in sessions { recording.add(session) }
    recording.lack([.framing])
    for note in log["_sttcheck"]?["notes"]?.array ?? [] {
      guard let value: Note = JSONCoding.decoded(note["note"]) else { continue }
      recording.add(note["session"]?.integer ?? 0, nil, connection: 0, at: Nanoseconds(note["at_ns"]?.integer ?? 0), .note(value))
    }
    for (index, entry) in sockets.enumerated() { add(entry, number: index + 1, isOurs: known != nil, origin: origin, to: &recording) }
    return recording.finished()
  }

  /// What our own file says of the run, under the import's name.
  private func info(_ known: RunInfo?, _ entries: [HARSocket]) -> RunInfo {
    guard var info = known else {
      var info = run
      if let url = entries.first?["request"]?["url"]?.string { info.relay = String(url.prefix { $0 != "?" }) }
      return info
    }
    info.id = run.id
    info.toolVersion = run.toolVersion
    info.command = run.command
    return info
  }

  private static func begun(_ entry: HARSocket) -> Int64? {
    // Chrome writes the last second of 1969 where a connection never began.
    entry["startedDateTime"]?.string.flatMap { ISOTime.unixNanoseconds($0) }.flatMap { $0 > 0 ? $0 : nil }
      ?? entry.messages?.first?["time"]?.number.map { Nanoseconds.seconds($0) }
  }

  private func add(_ entry: HARSocket, number: Int, isOurs: Bool, origin: Int64, to recording: inout ImportedRecording) {
    let own = entry["_sttcheck"]
    let url = entry["request"]?["url"]?.string ?? ""
    let target = Self.target(url)
    let all = entry.messages ?? []
    let messages = all.filter { !Self.isError($0) }
    let hop = own.map { $0["hop"]?.string.flatMap(Hop.init) } ?? Self.hop(url, target)
    let session = own?["session"]?.integer ?? (hop == .service ? 0 : number)
    let connection = own?["connection"]?.integer ?? number
    let begun = Self.bounded(own?["at_ns"]?.integer ?? Self.begun(entry).map { Int($0 - origin) } ?? 0)
    func add(_ at: Nanoseconds, _ kind: Event.Kind) { recording.add(session, hop, connection: connection, at: at, kind) }

    let times = messages.map { Self.time(of: $0, origin: origin) ?? begun }
    if own?["asked"]?.bool != false {
      let method = entry["request"]?["method"]?.string ?? "GET"
      add(begun, .request(RequestHead(method: method, target: target, headers: Self.headers(entry["request"]))))
    }
    let wait = entry["timings"]?["wait"]?.number.map { Nanoseconds.milliseconds(max(0, $0)) } ?? 0
    let answered = own?["answered_at_ns"]?.integer.map(Self.bounded) ?? min(begun + wait, times.min() ?? begun + wait)
    if let status = entry["response"]?["status"]?.integer, status > 0 {
      let response = ResponseHead(
        status: status, reason: entry["response"]?["statusText"]?.string ?? "", headers: Self.headers(entry["response"]),
        body: Self.body(entry["response"]))
      add(answered, .response(response))
    } else if own == nil {
      // Chrome writes 0 where nothing came, and some programs leave the answer out: messages show that there was one.
      recording.lack([.handshake])
      if !messages.isEmpty { add(answered, .response(ResponseHead(status: 101, reason: "", headers: []))) }
    }
    var opcodes: Set<UInt8> = []
    for (message, time) in zip(messages, times) {
      guard let frame = frame(message, hop ?? .client) else {
        recording.lack([.audio])
        continue
      }
      opcodes.insert(frame.frame.opcode.rawValue)
      add(time, .frame(frame))
    }
    for message in all where Self.isError(message) {
      let text = message["data"]?.string ?? "an error without words"
      let time = Self.time(of: message, origin: origin) ?? begun
      if (entry["response"]?["status"]?.integer ?? 0) == 0, messages.isEmpty {
        add(time, .failed(ConnectionFailure(stage: .connect, address: Self.bare(url), code: Self.code(of: text), text: text)))
      } else {
        recording.add(session, nil, connection: 0, at: time, .note(Note(.remark, "the browser says: \(text)")))
      }
    }
    addOwn(own, hop ?? .client, add)
    guard own == nil else { return }
    if opcodes.isDisjoint(with: [9, 10]) { recording.lack([.pings]) }
    if !opcodes.contains(8) { recording.lack([.closes]) }
    recording.lack([.ends])
    guard hop == .client else { return }
    recording.add(
      SessionInfo(
        number: session, scenario: "imported", about: "somebody's client: \(url.prefix { $0 != "?" })", stop: .close, startedAt: begun,
        endedAt: times.max() ?? begun, outcome: .completed))
  }

  private func addOwn(_ own: JSONValue?, _ hop: Hop, _ add: (Nanoseconds, Event.Kind) -> Void) {
    func time(_ json: JSONValue?) -> Nanoseconds { json?["at_ns"]?.integer.map(Self.bounded) ?? 0 }
    for message in own?["control"]?.array ?? [] {
      if let frame = frame(message, hop) { add(time(message), .frame(frame)) }
    }
    for item in own?["violations"]?.array ?? [] {
      if let violation: ViolationEvent = JSONCoding.decoded(item["violation"]) { add(time(item), .violation(violation)) }
    }
    if let failure: ConnectionFailure = JSONCoding.decoded(own?["failed"]?["failure"]) { add(time(own?["failed"]), .failed(failure)) }
    if let end: ConnectionEnd = JSONCoding.decoded(own?["ended"]?["end"]) { add(time(own?["ended"]), .ended(end)) }
  }

  // MARK: Parts of an entry

  /// A time as it can be added to another: what a file says may be anything.
  private static func bounded(_ time: Int) -> Nanoseconds { min(max(Nanoseconds(time), -(1 << 61)), 1 << 61) }

  private static func hop(_ url: String, _ target: String) -> Hop {
    let host = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
    return ImportedHop.of(target, host: host)
  }

  /// Path and query.
  private static func target(_ url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count > 3 ? "/" + parts[3] : "/"
  }

  private static func headers(_ json: JSONValue?) -> [HeaderField] {
    (json?["headers"]?.array ?? []).compactMap { header in
      guard let name = header["name"]?.string, !name.hasPrefix(":"), let value = header["value"]?.string else { return nil }
      return HeaderField(name, value)
    }
  }

  private static func body(_ json: JSONValue?) -> [UInt8] {
    guard let text = json?["content"]?["text"]?.string else { return [] }
    return json?["content"]?["encoding"]?.string == "base64" ? Base64.decode(text) ?? [] : Array(text.utf8)
  }

  /// Seconds since 1970; some programs write milliseconds.
  private static func time(of message: JSONValue, origin: Int64) -> Nanoseconds? {
    if let exact = message["_sttcheck_at_ns"]?.integer { return bounded(exact) }
    guard let time = message["time"]?.number, time.isFinite, time > 0 else { return nil }
    let seconds = time > 1e11 ? time / 1000 : time
    guard seconds < 4e9 else { return nil }
    // A number of 64 bits holds such times to the microsecond.
    return Int64(exactly: (seconds * 1e6).rounded()).map { $0 * 1000 - origin }
  }

  /// What Chrome says itself of a connection that failed: no message of either side.
  private static func isError(_ message: JSONValue) -> Bool { message["type"]?.string == "error" }

  /// A URL without its query.
  private static func bare(_ url: String) -> String { String(url.prefix { $0 != "?" }) }

  /// `ERR_CONNECTION_REFUSED` of `Error in connection establishment: net::ERR_CONNECTION_REFUSED`.
  private static func code(of text: String) -> String {
    text.split { !($0.isUppercase || $0 == "_" || $0.isNumber) }.first { $0.hasPrefix("ERR_") }.map(String.init) ?? "ERR_FAILED"
  }

  private func frame(_ message: JSONValue, _ hop: Hop) -> FrameEvent? {
    let sender = message["type"]?.string == "send" ? hop.dialler : hop.acceptor
    let opcode = Opcode(rawValue: UInt8(clamping: message["opcode"]?.integer ?? 1))
    return payload(message, opcode).map { FrameEvent(sender: sender, frame: Frame(whole: opcode, payload: $0)) }
  }

  private func payload(_ message: JSONValue, _ opcode: Opcode) -> [UInt8]? {
    if let exact = message["_sttcheck_base64"]?.string { return Base64.decode(exact) }
    guard let data = message["data"]?.string else {
      if opcode == .close { return Self.closePayload(message) }
      return message["_file"]?.string.flatMap(file)
    }
    if opcode == .text { return Array(data.utf8) }
    if opcode == .close, message["code"] != nil { return Self.closePayload(message) }
    return Base64.decode(data) ?? Array(data.utf8)
  }

  /// Of a Close that is written in words.
  private static func closePayload(_ message: JSONValue) -> [UInt8] {
    guard let code = message["code"]?.integer, (0...0xFFFF).contains(code) else { return [] }
    return [UInt8(code >> 8), UInt8(code & 0xFF)] + Array((message["reason"]?.string ?? message["data"]?.string ?? "").utf8)
  }
}
