internal import Speech
internal import Wire

/// The same content under the other opcode; audio as the letters of its base64, or as it is.
enum Retyping {
  static func turned(_ message: Message, _ variant: Int) -> Message {
    switch message {
    case .text(let bytes): .binary(bytes)
    case .binary(let bytes): .text(variant % 2 == 0 ? base64(bytes) : bytes)
    case .ping, .pong, .close: message
    }
  }

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let some = Array(bytes[start..<min(start + 3, bytes.count)])
      let word = some.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - some.count))
      for place in 0..<4 {
        text.append(place <= some.count ? letters[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return text
  }
}
