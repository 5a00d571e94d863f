internal import Timeline
internal import Wire

/// The connections that the lines of a log are about.
struct ImportedLog {
  /// One of them.
  private struct Connection {
    /// The log is that of the side that was called.
    let isServers: Bool
    var lines: [LogLine] = []
    var heads: [Bool: [String]] = [:]

    var request: RequestHead? { head(!isServers).flatMap { try? HTTPHead.request($0).get() } }
    var response: ResponseHead? { head(isServers).flatMap { try? HTTPHead.response($0).get() } }

    private func head(_ isSent: Bool) -> [UInt8]? { heads[isSent].map { Array(($0.joined(separator: "\r\n") + "\r\n\r\n").utf8) } }
  }

  private var connections: [Connection] = []
  private let origin: Int64
  /// Of a log that tells frames from one another, pings and Close frames among them.
  private let hasFrames: Bool
  /// A relay's log: its service's clients are its own.
  private let isRelays: Bool

  /// - Parameters:
  ///   - lines: With a time each.
  ///   - origin: The time that counts as 0.
  init(_ lines: [LogLine], origin: Int64) {
    self.origin = origin
    hasFrames = lines.contains { line in if case .frame = line.content { true } else { false } }
    isRelays = lines.contains(where: \.isServers) && lines.contains(where: \.isClients)
    var current: [Bool: Int] = [:]
    for line in lines {
      let begins = if case .head(let text) = line.content { line.isSent != line.isServers && text.hasPrefix("GET ") } else { false }
      if begins || current[line.isServers] == nil {
        current[line.isServers] = connections.count
        connections.append(Connection(isServers: line.isServers))
      }
      guard let place = current[line.isServers] else { continue }
      if case .head(let text) = line.content { connections[place].heads[line.isSent, default: []].append(text) }
      connections[place].lines.append(line)
    }
  }

  /// Of the first connection that says whom it calls, without its query.
  var url: String? {
    connections.lazy.compactMap { raw($0)?.request ?? $0.request }.first.flatMap { request in
      request.headers["Host"].map { "ws://\($0)\(request.target.prefix { $0 != "?" })" }
    }
  }

  func add(to recording: inout ImportedRecording) {
    for (place, connection) in connections.enumerated() {
      if let carried = raw(connection) {
        recording.lack([.ends])
        recording.add(carried, number: place + 1, origin: origin, end: nil, isCutOff: false)
      } else {
        add(connection, number: place + 1, to: &recording)
      }
    }
  }

  /// All bytes from the handshake on, where that is what the log has.
  private func raw(_ connection: Connection) -> CarriedSession? {
    let pieces = connection.lines.compactMap { line -> CarriedBytes.Piece? in
      guard case .bytes(let bytes) = line.content else { return nil }
      return CarriedBytes.Piece(at: line.time ?? 0, isFirst: line.isSent, bytes: bytes)
    }
    return pieces.count == connection.lines.count ? CarriedSession(CarriedBytes(pieces)) : nil
  }

  private func add(_ connection: Connection, number: Int, to recording: inout ImportedRecording) {
    let request = connection.request
    let hop: Hop =
      isRelays
      ? connection.isServers ? .client : .service
      : connection.isServers ? .client : request.map { ImportedHop.of($0.target, host: $0.headers["Host"] ?? "") } ?? .client
    let session = hop == .service ? 0 : number
    let times = connection.lines.map { ($0.time ?? 0) - origin }
    let begun = times.first ?? 0
    func put(_ at: Nanoseconds, _ kind: Event.Kind) { recording.add(session, hop, connection: number, at: at, kind) }
    if request == nil || connection.response == nil { recording.lack([.handshake]) }
    put(begun, .request(request ?? RequestHead(target: "/", headers: [])))
    let answered = connection.lines.lastIndex(where: \.isHead).map { times[$0] } ?? begun
    let first = connection.lines.firstIndex { !$0.isHead }.map { times[$0] } ?? answered
    put(min(answered, first), .response(connection.response ?? ResponseHead(status: 101, reason: "", headers: [])))
    for (line, time) in zip(connection.lines, times) {
      let sender = line.isSent == connection.isServers ? hop.acceptor : hop.dialler
      guard let frame = Self.frame(line.content) else {
        if case .cut = line.content { recording.lack([.audio]) }
        continue
      }
      put(time, .frame(FrameEvent(sender: sender, frame: frame)))
    }
    recording.lack(hasFrames ? [.framing, .ends] : [.framing, .ends, .pings, .closes])
    guard hop == .client else { return }
    recording.add(
      SessionInfo(
        number: session, scenario: "imported", about: "somebody's client", stop: .close, startedAt: begun, endedAt: times.last ?? begun,
        outcome: .completed))
  }

  private static func frame(_ content: LogLine.Content) -> Frame? {
    switch content {
    case .message(let opcode, let payload): Frame(whole: opcode, payload: payload)
    case .frame(let opcode, let payload, let isFinal): Frame(fin: isFinal, opcode: opcode, payload: payload)
    case .close(let code, let reason):
      Frame(whole: .close, payload: code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] + Array(reason.utf8) } ?? [])
    case .bytes(let bytes): Frame(whole: looksLikeText(bytes) ? .text : .binary, payload: bytes)
    case .cut, .head: nil
    }
  }

  /// Of a log that does not say: words are printable, audio is not.
  private static func looksLikeText(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    return !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }
}
