/// What a capture of packets has in it, as `tshark` lists it: which connections are WebSockets, and how each ended.
package struct CaptureIndex: Sendable, Equatable {
  /// One TCP connection.
  struct Connection: Sendable, Equatable {
    /// Numbers of the packets in which messages or a handshake of a WebSocket are.
    var packets: Set<Int> = []
    /// The host that a TLS handshake asks for; empty: none is named.
    var tlsName: String?
    /// Address and port of whoever asked for the WebSocket.
    var dialler: String?
    var acceptor: String?
    var end: End?
    /// Packets were cut short when they were captured.
    var isCut = false

    var isWebSocket: Bool { !packets.isEmpty }
  }

  /// The first FIN or RST of a connection.
  struct End: Sendable, Equatable {
    /// Nanoseconds since 1970.
    var at: Int64
    var isReset: Bool
    /// Address and port of its sender.
    var by: String
  }

  /// By tshark's numbers of streams.
  let connections: [Int: Connection]

  private static let fields = [
    "tcp.stream", "frame.time_epoch", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport", "tcp.flags.fin",
    "tcp.flags.reset", "http.upgrade", "websocket.opcode", "tls.handshake.type", "tls.handshake.extensions_server_name", "frame.len",
    "frame.cap_len", "frame.number",
  ]

  /// What is asked of `tshark` for it.
  /// - Parameter keyLog: The file with the keys of TLS connections, as `SSLKEYLOGFILE` names it.
  package static func question(_ capture: String, keyLog: String?) -> [String] {
    // Of a handshake the client's first message is enough.
    let shown = [
      "websocket", "http.upgrade", "tcp.flags.fin == 1", "tcp.flags.reset == 1", "tls.handshake.type == 1", "frame.cap_len < frame.len",
    ]
    return source(capture, keyLog) + ["-Y", "tcp && (\(shown.joined(separator: " || ")))", "-T", "fields", "-E", "separator=/t"]
      + fields.flatMap { ["-e", $0] }
  }

  /// What is asked of it next: what the WebSocket connections carried. Nil where there is none.
  package func question(_ capture: String, keyLog: String?) -> [String]? {
    let wanted = connections.filter(\.value.isWebSocket).sorted { $0.key < $1.key }
    guard !wanted.isEmpty else { return nil }
    return Self.source(capture, keyLog) + ["-q"]
      + wanted.flatMap { number, connection in
        // Of what is encrypted the bytes on the wire too: they show whether the capture has them all.
        (connection.tlsName == nil ? ["tcp"] : ["tcp", "tls"]).flatMap { ["-z", "follow,\($0),yaml,\(number)"] }
      }
  }

  private static func source(_ capture: String, _ keyLog: String?) -> [String] {
    ["-n", "-r", capture] + (keyLog.map { ["-o", "tls.keylog_file:\($0)"] } ?? [])
  }

  /// - Parameter text: What it says.
  package init(_ text: [UInt8]) {
    var found: [Int: Connection] = [:]
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let columns = String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == Self.fields.count, let number = Int(columns[0]) else { continue }
      found[number, default: Connection()].take(columns)
    }
    connections = found
  }

  /// Hosts of TLS connections that nobody can look into; empty names left out.
  var unreadable: (count: Int, names: [String]) {
    let closed = connections.values.filter { $0.tlsName != nil && !$0.isWebSocket }
    return (closed.count, Set(closed.compactMap(\.tlsName)).subtracting([""]).sorted())
  }
}

extension CaptureIndex.Connection {
  fileprivate mutating func take(_ columns: [String]) {
    func isSet(_ column: Int) -> Bool { ["1", "True"].contains(columns[column]) }
    let source = columns[2] + columns[3] + ":" + columns[4]
    let isUpgrade = columns[10].lowercased().contains("websocket")
    if isUpgrade, dialler == nil {
      dialler = source
      acceptor = columns[5] + columns[6] + ":" + columns[7]
    }
    if isUpgrade || !columns[11].isEmpty, let number = Int(columns[16]) { packets.insert(number) }
    if !columns[12].isEmpty { tlsName = tlsName ?? columns[13] }
    if columns[14] != columns[15] { isCut = true }
    if end == nil, isSet(8) || isSet(9), let at = CaptureTime.unixNanoseconds(columns[1]) {
      end = CaptureIndex.End(at: at, isReset: isSet(9), by: source)
    }
  }
}
