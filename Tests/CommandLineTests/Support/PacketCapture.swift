import Timeline
import Wire

/// A recording's connections as a capture of packets: pcap with bare IPv4, a packet for each piece, handshakes and ends of TCP included.
struct PacketCapture {
  private(set) var bytes: [UInt8] = []
  private var streams: [Int: (port: UInt16, sent: UInt32, back: UInt32)] = [:]

  /// - Parameter isEnded: False leaves out the ends of connections.
  init(_ recording: Recording, isEnded: Bool = true) {
    // Little-endian, version 2.4, times in microseconds, link type 101: raw IP.
    bytes = Self.little([0xA1B2_C3D4]) + [2, 0, 4, 0] + Self.little([0, 0, 1 << 18, 101])
    for event in recording.events {
      guard let hop = event.hop else { continue }
      switch event.kind {
      case .request(let head):
        streams[event.connection] = (UInt16(20_000 + event.connection), 1, 1)
        put(event, hop, true, flags: 0x02, [])
        put(event, hop, false, flags: 0x12, [])
        put(event, hop, true, flags: 0x18, head.raw)
      case .response(let head): put(event, hop, false, flags: 0x18, head.raw + head.body)
      case .frame(let frame): put(event, hop, frame.sender == hop.dialler, flags: 0x18, frame.frame.wireBytes)
      case .ended(let end) where isEnded: put(event, hop, end.by != hop.acceptor, flags: end.manner == .reset ? 0x14 : 0x11, [])
      default: break
      }
    }
  }

  private mutating func put(_ event: Event, _ hop: Hop, _ isSent: Bool, flags: UInt8, _ payload: [UInt8]) {
    guard var stream = streams[event.connection] else { return }
    let isSYN = flags & 0x02 != 0
    // IPv4 carries no more than this at once.
    let pieces =
      payload.isEmpty ? [[]] : stride(from: 0, to: payload.count, by: 32_000).map { Array(payload[$0..<min($0 + 32_000, payload.count)]) }
    for piece in pieces {
      let service: UInt16 = hop == .client ? 8080 : 9090
      let ports = isSent ? [stream.port, service] : [service, stream.port]
      let (sequence, acknowledged) = isSent ? (stream.sent, stream.back) : (stream.back, stream.sent)
      let tcp =
        Self.big16(ports) + Self.big32([isSYN ? 0 : sequence, flags == 0x02 ? 0 : acknowledged]) + [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
      let address: [[UInt8]] = isSent ? [[10, 0, 0, 1], [10, 0, 0, 2]] : [[10, 0, 0, 2], [10, 0, 0, 1]]
      let length = 20 + tcp.count + piece.count
      let ip = [0x45, 0] + Self.big16([UInt16(length), 0, 0x4000]) + [64, 6, 0, 0] + address[0] + address[1]
      let micros = UInt64(max(0, event.at) / 1000) + 1_795_428_000_000_000
      bytes += Self.little([UInt32(micros / 1_000_000), UInt32(micros % 1_000_000), UInt32(length), UInt32(length)]) + ip + tcp + piece
      if isSent { stream.sent += UInt32(piece.count) } else { stream.back += UInt32(piece.count) }
    }
    streams[event.connection] = stream
  }

  private static func little(_ values: [UInt32]) -> [UInt8] { values.flatMap { value in (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } } }
  private static func big32(_ values: [UInt32]) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
  }
  private static func big16(_ values: [UInt16]) -> [UInt8] { values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
}
