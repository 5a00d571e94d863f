/// Puts a peer's frames together to messages, and judges what only their order and content can show.
///
/// One direction of one connection, frame after frame: fragments are joined, control frames pass through in between (RFC 6455 §5.4).
/// A message goes on in spite of what is wrong with its text or code. It is withheld only where a part of it is missing, where nothing
/// says what it is (a continuation alone, an unknown opcode), or where it came after the peer's Close frame (§1.4: such data is
/// discarded).
package struct MessageAssembler: Sendable {
  private let maximumPayload: Int
  private var pending: Fragments?
  private var closed = false

  /// - Parameter maximumPayload: Bytes kept of one message; a longer one is reported and withheld.
  package init(maximumPayload: Int = 64 << 20) { self.maximumPayload = max(0, maximumPayload) }

  /// A message has begun that another frame may still complete.
  package var isInsideMessage: Bool { pending != nil && !closed }

  /// Takes the next frame of the peer.
  /// - Returns: The message it completes, if it does, and the rules it breaks.
  package mutating func take(_ frame: Frame) -> (message: Message?, violations: [Violation]) {
    if frame.opcode.isControl { return takeControl(frame) }
    guard !closed else { return (nil, [Violation(.dataAfterClose(frame.opcode))]) }
    if frame.opcode == .continuation {
      guard let begun = pending else { return (nil, [Violation(.continuationWithoutStart)]) }
      pending = nil
      return extend(begun, with: frame, [])
    }
    var violations: [Violation] = []
    let interrupted = pending
    if interrupted != nil { violations.append(Violation(.dataInsideFragmentedMessage(frame.opcode))) }
    pending = nil
    let result = extend(Fragments(opcode: frame.opcode), with: frame, violations)
    // A whole message in the midst of another stands for itself and the other goes on; the start of a third ends it.
    if frame.fin { pending = interrupted }
    return result
  }

  private mutating func extend(
    _ begun: consuming Fragments, with frame: Frame, _ before: [Violation]
  ) -> (message: Message?, violations: [Violation]) {
    var fragments = begun
    var violations = before
    fragments.add(frame, maximumPayload: maximumPayload, to: &violations)
    guard frame.fin else {
      pending = fragments
      return (nil, violations)
    }
    return (fragments.finish(&violations), violations)
  }

  private mutating func takeControl(_ frame: Frame) -> (message: Message?, violations: [Violation]) {
    guard frame.isWhole else { return (nil, []) }
    switch frame.opcode {
    case .ping: return (.ping(frame.payload), [])
    case .pong: return (.pong(frame.payload), [])
    case .close:
      closed = true
      return Self.close(frame.payload)
    default: return (nil, [])
    }
  }

  /// Reads a close payload: RFC 6455 §5.5.1 and §7.4.
  private static func close(_ payload: [UInt8]) -> (message: Message?, violations: [Violation]) {
    guard payload.count >= 2 else {
      return (.close(code: nil, reason: []), payload.isEmpty ? [] : [Violation(.closePayloadOfOneByte)])
    }
    var violations: [Violation] = []
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    if !CloseCode.isLegalOnTheWire(code) { violations.append(Violation(.illegalCloseCode(code))) }
    let reason = Array(payload[2...])
    var validator = UTF8Validator()
    validator.take(reason)
    if !validator.isComplete { violations.append(Violation(.closeReasonNotUTF8(offset: validator.failure ?? reason.count))) }
    return (.close(code: code, reason: reason), violations)
  }
}
