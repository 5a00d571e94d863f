/// A message while it grows.
struct Fragments: Sendable {
  let opcode: Opcode
  private var payload: [UInt8] = []
  private var text = UTF8Validator()
  /// True once a part is missing: what is left can be neither checked nor handed on.
  private var damaged = false

  init(opcode: Opcode) { self.opcode = opcode }

  mutating func add(_ frame: Frame, maximumPayload: Int, to violations: inout [Violation]) {
    guard !damaged else { return }
    let length = UInt64(payload.count) + UInt64(frame.payload.count)
    if !frame.isWhole || length > UInt64(maximumPayload) {
      // A frame that is not whole was reported by whoever cut it.
      if frame.isWhole { violations.append(Violation(.payloadAboveMaximum(length: length, maximum: maximumPayload))) }
      damaged = true
      payload = []
    }
    if opcode == .text, text.failure == nil {
      text.take(frame.payload)
      if let offset = text.failure { violations.append(Violation(.textNotUTF8(offset: offset))) }
    }
    guard !damaged else { return }
    if payload.isEmpty {
      payload = frame.payload
    } else {
      payload.append(contentsOf: frame.payload)
    }
  }

  /// - Returns: The message, now that its last frame was added; nil where a part is missing or the opcode means nothing.
  consuming func finish(_ violations: inout [Violation]) -> Message? {
    guard !damaged else { return nil }
    switch opcode {
    case .text:
      if text.failure == nil, !text.isComplete { violations.append(Violation(.textEndsInsideCharacter(offset: text.accepted))) }
      return .text(payload)
    case .binary: return .binary(payload)
    default: return nil
    }
  }
}
