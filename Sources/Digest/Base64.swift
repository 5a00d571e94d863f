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
}
