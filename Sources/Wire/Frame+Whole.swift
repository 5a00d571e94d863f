extension Frame {
  /// False where the frame was too long to keep, or cut off in its header or payload by the end of the stream.
  package var isWhole: Bool {
    guard UInt64(payload.count) == length else { return false }
    return header.isEmpty || header.count >= 2 && header.count == Self.headerSize(second: header[1])
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
