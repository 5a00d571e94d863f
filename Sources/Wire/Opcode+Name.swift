extension Opcode {
  /// The RFC's name (RFC 6455 §11.8), or the number where it has none: `text`, `0x3`.
  package var name: String {
    switch self {
    case .continuation: "continuation"
    case .text: "text"
    case .binary: "binary"
    case .close: "close"
    case .ping: "ping"
    case .pong: "pong"
    default: "0x" + String(rawValue, radix: 16, uppercase: true)
    }
  }

  /// True for the six opcodes of RFC 6455; the rest are reserved.
  package var isDefined: Bool { rawValue <= 0x2 || (0x8...0xA).contains(rawValue) }
}
