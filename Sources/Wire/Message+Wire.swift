extension Message {
  /// The opcode of the frame that carries it.
  package var opcode: Opcode {
    switch self {
    case .text: .text
    case .binary: .binary
    case .ping: .ping
    case .pong: .pong
    case .close: .close
    }
  }

  /// The payload of the frame that carries it; of a close, the code in two bytes and the reason (RFC 6455 §5.5.1).
  ///
  /// A close without a code has no payload: a reason cannot stand alone.
  package var payload: [UInt8] {
    switch self {
    case .text(let bytes), .binary(let bytes), .ping(let bytes), .pong(let bytes): return bytes
    case .close(nil, _): return []
    case .close(let code?, let reason):
      return [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)] + reason
    }
  }
}
