extension Frame {
  /// A frame of ours with the header that belongs to it: the shortest length form (RFC 6455 §5.2).
  ///
  /// Nothing is checked: a scenario may send what the RFC forbids.
  /// - Parameters:
  ///   - rsv: RSV1–3 as a number from 0 to 7; higher bits are dropped.
  ///   - maskKey: A fresh random key for what a client sends, its first wire byte highest; nil leaves the payload unmasked (§5.1).
  package init(sending opcode: Opcode, payload: [UInt8], fin: Bool = true, rsv: UInt8 = 0, maskKey: UInt32?) {
    self.init(
      fin: fin, rsv: rsv & 0x7, opcode: Opcode(rawValue: opcode.rawValue & 0xF), masked: maskKey != nil, payload: payload)
    header = shortestHeader(maskKey: maskKey)
  }

  /// The bytes as they cross the wire: the header as it came or was built, and the payload, masked where the header says so.
  ///
  /// Of a decoded frame these are the very bytes that were received, as far as its payload was kept. A frame without a header gets the
  /// shortest one; where it is said to be masked, with the key 0.
  package var wireBytes: [UInt8] {
    let header = header.isEmpty ? shortestHeader(maskKey: masked ? 0 : nil) : header
    let key = masked ? Self.maskKey(in: header) : nil
    return Array(unsafeUninitializedCapacity: header.count + payload.count) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      raw.copyBytes(from: header)
      let body = UnsafeMutableRawBufferPointer(rebasing: raw[header.count...])
      body.copyBytes(from: payload)
      if let key { Masking.apply(key, to: body, offset: 0) }
      count = header.count + payload.count
    }
  }

  /// The key at the end of a masked frame's header; nil where the frame is unmasked or its header was cut off.
  package var maskKey: UInt32? { masked ? Self.maskKey(in: header) : nil }

  private static func maskKey(in header: HeaderBytes) -> UInt32? {
    guard header.count >= 6 else { return nil }
    return header.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  private func shortestHeader(maskKey: UInt32?) -> HeaderBytes {
    var bytes = HeaderBytes()
    bytes.append((fin ? 0x80 : 0) | (rsv & 0x7) << 4 | opcode.rawValue & 0xF)
    let maskBit: UInt8 = maskKey == nil ? 0 : 0x80
    switch length {
    case 0...125:
      bytes.append(maskBit | UInt8(truncatingIfNeeded: length))
    case 126...0xFFFF:
      bytes.append(maskBit | 126)
      for shift in [8, 0] { bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(shift))) }
    default:
      bytes.append(maskBit | 127)
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(shift))) }
    }
    if let maskKey {
      for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: maskKey >> UInt32(shift))) }
    }
    return bytes
  }
}
