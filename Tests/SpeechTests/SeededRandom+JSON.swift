internal import Speech
internal import TestSupport

/// Texts and values that give trouble.
extension SeededRandom {
  /// A text of up to `limit` characters of every kind that gives trouble.
  mutating func text(limit: Int = 12) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &self) {
      let range: ClosedRange<UInt32> =
        [0x00...0x1F, 0x20...0x7E, 0x22...0x22, 0x5C...0x5C, 0x80...0x24FF, 0x1F300...0x1F6FF, 0xE000...0xFFFF]
        .randomElement(using: &self) ?? 0x41...0x5A
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
    }
    return String(text)
  }

  /// A JSON value at most `depth` levels deep.
  mutating func json(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2: return .number(Double(Int.random(in: -1_000_000...1_000_000, using: &self)))
    case 3:
      let number = Double(bitPattern: next())
      return .number(number.isFinite ? number : 0.1)
    case 4, 5: return .string(text())
    case 6: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in json(depth: depth - 1) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &self) { members[text()] = json(depth: depth - 1) }
      return .object(members)
    }
  }
}
