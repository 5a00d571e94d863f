/// A complete WebSocket message, or a control frame.
package enum Message: Sendable, Equatable {
  /// UTF-8 as it came; kept as bytes so that illegal text can be seen and sent too.
  case text([UInt8])
  case binary([UInt8])
  case ping([UInt8])
  case pong([UInt8])
  /// `code` is nil where the frame carried none (1005 is never on the wire).
  case close(code: UInt16?, reason: [UInt8])

  package static func text(_ string: String) -> Message { .text(Array(string.utf8)) }
  package static func close(_ code: UInt16?, _ reason: String = "") -> Message {
    .close(code: code, reason: Array(reason.utf8))
  }
}
