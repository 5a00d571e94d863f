/// The kind of a frame: RFC 6455 §5.2, four bits, any value.
package struct Opcode: RawRepresentable, Sendable, Hashable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let continuation = Opcode(rawValue: 0x0)
  package static let text = Opcode(rawValue: 0x1)
  package static let binary = Opcode(rawValue: 0x2)
  package static let close = Opcode(rawValue: 0x8)
  package static let ping = Opcode(rawValue: 0x9)
  package static let pong = Opcode(rawValue: 0xA)

  /// Control frames have the highest bit set (RFC 6455 §5.5).
  package var isControl: Bool { rawValue & 0x8 != 0 }
}

/// One WebSocket frame as it crossed the wire, legal or not.
package struct Frame: Sendable, Hashable {
  package var fin: Bool
  /// RSV1–3 as a number from 0 to 7; RSV1 is 4.
  package var rsv: UInt8
  package var opcode: Opcode
  package var masked: Bool
  /// The header's bytes, mask key and all, as they came: 2 to 14.
  package var header: HeaderBytes
  /// The payload length that the header declares; of a compressed frame, that of what was in it (see `wireLength`).
  package var length: UInt64
  /// The payload, unmasked, and as it was before it was compressed. Shorter than `length` only where the frame was too long to keep or the stream ended inside it.
  package var payload: [UInt8]

  package init(
    fin: Bool = true, rsv: UInt8 = 0, opcode: Opcode, masked: Bool = false, header: HeaderBytes = [],
    length: UInt64? = nil, payload: [UInt8]
  ) {
    self.fin = fin
    self.rsv = rsv
    self.opcode = opcode
    self.masked = masked
    self.header = header
    self.length = length ?? UInt64(payload.count)
    self.payload = payload
  }
}
