extension Frame {
  /// False where the frame was too long to keep, or cut off in its header or payload by the end of the stream.
  package var isWhole: Bool {
    guard UInt64(payload.count) == length else { return false }
    return header.isEmpty || header.count >= 2 && header.count == Self.headerSize(second: header[1])
  }

  /// The payload length in the header's bytes: how much went over the wire, where `length` counts what was in it. The same as `length` where
  /// there is no whole header.
  package var wireLength: UInt64 {
    guard header.count >= 2 else { return length }
    let extended = Self.extendedLengthSize(second: header[1])
    guard header.count >= 2 + extended else { return length }
    return extended == 0 ? UInt64(header[1] & 0x7F) : header[2..<2 + extended].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The same frame, its header too, with what was in it before it was compressed.
  package func carrying(_ plain: [UInt8]) -> Frame {
    var frame = self
    frame.payload = plain
    frame.length = UInt64(plain.count)
    return frame
  }

  /// How many bytes of extended length follow the first two of a header: 0, 2 or 8 (RFC 6455 §5.2).
  static func extendedLengthSize(second: UInt8) -> Int {
    switch second & 0x7F {
    case 126: 2
    case 127: 8
    default: 0
    }
  }

  /// The size of a header, 2 to 14 bytes, from its second byte (RFC 6455 §5.2).
  static func headerSize(second: UInt8) -> Int {
    2 + extendedLengthSize(second: second) + (second & 0x80 == 0 ? 0 : 4)
  }
}
