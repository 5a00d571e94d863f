/// Writes Opus as Ogg: the two header pages, then a page for every five packets (RFC 7845).
package struct OggMuxer: Sendable {
  private let serial: UInt32
  private var page: UInt32 = 0
  private var samples = 0

  /// Packets in a page.
  package static let together = 5

  package init(serial: UInt32 = 0x5354_5443) { self.serial = serial }

  package mutating func header(_ head: OpusHead) -> [UInt8] {
    let vendor = Array("sttcheck".utf8)
    let tags = Array("OpusTags".utf8) + LittleEndian.bytes(UInt32(vendor.count)) + vendor + LittleEndian.bytes(UInt32(0))
    return write([head.bytes], flags: 2) + write([tags], flags: 0)
  }

  /// A page of so many packets, at most 5; the last page of the stream says so.
  package mutating func page(_ packets: [OpusPacket], isLast: Bool) -> [UInt8] {
    samples += packets.reduce(0) { $0 + $1.samples }
    return write(packets.map(\.bytes), flags: isLast ? 4 : 0)
  }

  private mutating func write(_ packets: [[UInt8]], flags: UInt8) -> [UInt8] {
    let lengths = packets.flatMap { [UInt8](repeating: 255, count: $0.count / 255) + [UInt8($0.count % 255)] }
    // The samples up to its end, those that are dropped at the beginning among them.
    var bytes = Array("OggS".utf8) + [0, flags] + LittleEndian.bytes(UInt32(truncatingIfNeeded: samples))
    bytes += LittleEndian.bytes(UInt32(truncatingIfNeeded: samples >> 32)) + LittleEndian.bytes(serial) + LittleEndian.bytes(page)
    bytes += [0, 0, 0, 0, UInt8(clamping: lengths.count)] + lengths + packets.joined()
    bytes.replaceSubrange(22..<26, with: LittleEndian.bytes(OggChecksum.of(bytes[...])))
    page += 1
    return bytes
  }
}
