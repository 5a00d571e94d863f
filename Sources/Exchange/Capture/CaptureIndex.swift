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

  /// What `tshark` tells of a packet, in this order.
  fileprivate enum Field: Int, CaseIterable {
    case stream, time, source, source6, sourcePort, destination, destination6, destinationPort
    case fin, reset, upgrade, opcode, handshake, serverName, length, captured, number

    var name: String {
      switch self {
      case .stream: "tcp.stream"
      case .time: "frame.time_epoch"
      case .source: "ip.src"
      case .source6: "ipv6.src"
      case .sourcePort: "tcp.srcport"
      case .destination: "ip.dst"
      case .destination6: "ipv6.dst"
      case .destinationPort: "tcp.dstport"
      case .fin: "tcp.flags.fin"
      case .reset: "tcp.flags.reset"
      case .upgrade: "http.upgrade"
      case .opcode: "websocket.opcode"
      case .handshake: "tls.handshake.type"
      case .serverName: "tls.handshake.extensions_server_name"
      case .length: "frame.len"
      case .captured: "frame.cap_len"
      case .number: "frame.number"
      }
    }
  }

  /// A packet as `tshark` tells of it; what it does not tell is empty.
  fileprivate struct Packet {
    let columns: [String]

    init?(_ line: ArraySlice<UInt8>) {
      columns = String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == Field.allCases.count else { return nil }
    }

    subscript(field: Field) -> String { columns[field.rawValue] }

    func isSet(_ flag: Field) -> Bool { ["1", "True"].contains(self[flag]) }
  }

  /// What is asked of `tshark` for it.
  /// - Parameter keyLog: The file with the keys of TLS connections, as `SSLKEYLOGFILE` names it.
  package static func question(_ capture: String, keyLog: String?) -> [String] {
    // Of a handshake the client's first message is enough.
    let shown = [
      "websocket", "http.upgrade", "tcp.flags.fin == 1", "tcp.flags.reset == 1", "tls.handshake.type == 1", "frame.cap_len < frame.len",
    ]
    return source(capture, keyLog) + ["-Y", "tcp && (\(shown.joined(separator: " || ")))", "-T", "fields", "-E", "separator=/t"]
      + Field.allCases.flatMap { ["-e", $0.name] }
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
      guard let packet = Packet(line), let number = Int(packet[.stream]) else { continue }
      found[number, default: Connection()].take(packet)
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
  fileprivate mutating func take(_ packet: CaptureIndex.Packet) {
    let source = packet[.source] + packet[.source6] + ":" + packet[.sourcePort]
    let isUpgrade = packet[.upgrade].lowercased().contains("websocket")
    if isUpgrade, dialler == nil {
      dialler = source
      acceptor = packet[.destination] + packet[.destination6] + ":" + packet[.destinationPort]
    }
    if isUpgrade || !packet[.opcode].isEmpty, let number = Int(packet[.number]) { packets.insert(number) }
    if !packet[.handshake].isEmpty { tlsName = tlsName ?? packet[.serverName] }
    if packet[.length] != packet[.captured] { isCut = true }
    if end == nil, packet.isSet(.fin) || packet.isSet(.reset), let at = CaptureTime.unixNanoseconds(packet[.time]) {
      end = CaptureIndex.End(at: at, isReset: packet.isSet(.reset), by: source)
    }
  }
}
