internal import CLibcrypto

/// Base64 with padding (RFC 4648 §4), as in `Sec-WebSocket-Key` and `Sec-WebSocket-Accept`.
package enum Base64 {
  package static func encode(_ bytes: [UInt8]) -> String {
    // Pieces whose size is a multiple of 3, because libcrypto counts in 32 bits.
    let size = 3 << 20
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = bytes[start..<min(start + size, bytes.count)]
      text += String(unsafeUninitializedCapacity: (piece.count + 2) / 3 * 4 + 1) { buffer in
        piece.withUnsafeBufferPointer { Int(EVP_EncodeBlock(buffer.baseAddress, $0.baseAddress, Int32($0.count))) }
      }
    }
    return text
  }

  /// The bytes of a text with or without padding, in either alphabet (RFC 4648 §4 and §5); nil where it is neither.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for character in text.utf8 {
      if character == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: character) else { return nil }
      bits = bits << 6 | value
      count += 1
      if count % 4 == 0 {
        for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift))) }
        bits = 0
      }
    }
    let rest = count % 4
    guard rest != 1, padding == 0 || (rest > 1 && padding == 4 - rest) else { return nil }
    if rest > 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> (rest == 2 ? 4 : 10))) }
    if rest == 3 { bytes.append(UInt8(truncatingIfNeeded: bits >> 2)) }
    return bytes
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
