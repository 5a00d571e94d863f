/// Checks UTF-8 piece by piece, wherever the pieces are cut (RFC 3629, as RFC 6455 §8.1 asks for).
///
/// Fails at the first byte after which no continuation can make the text legal, not at the end of the character.
package struct UTF8Validator: Sendable {
  /// How many bytes were taken without a fault.
  package private(set) var accepted = 0
  /// The offset of the byte that made the text impossible; nil as long as there is none.
  package private(set) var failure: Int?
  /// Continuation bytes that the character begun still needs.
  private var missing = 0
  /// The range of the next continuation byte: narrower than 80…BF after E0, ED, F0 and F4 (overlong forms, surrogates, > U+10FFFF).
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xBF

  package init() {}

  /// False inside a character, and after a failure.
  package var isComplete: Bool { missing == 0 && failure == nil }

  /// Takes the next piece. After a failure nothing changes any more.
  package mutating func take(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { take($0) }
  }

  /// Takes the next piece. After a failure nothing changes any more.
  package mutating func take(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    var index = 0
    while index < bytes.count {
      if missing == 0 {
        index = Self.endOfASCII(bytes, from: index)
        guard index < bytes.count else { break }
        guard begin(bytes[index]) else { return fail(at: index) }
      } else {
        guard bytes[index] >= lowest, bytes[index] <= highest else { return fail(at: index) }
        missing -= 1
        (lowest, highest) = (0x80, 0xBF)
      }
      index += 1
    }
    accepted += bytes.count
  }

  private mutating func fail(at index: Int) {
    accepted += index
    failure = accepted
  }

  /// The first byte of a character outside ASCII: RFC 3629 §4.
  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, lowest) = (2, 0xA0)
    case 0xED: (missing, highest) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, lowest) = (3, 0x90)
    case 0xF4: (missing, highest) = (3, 0x8F)
    case 0xF1...0xF3: missing = 3
    default: return false
    }
    return true
  }

  /// Steps over ASCII by words of eight: nearly all of what a speech service says.
  private static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { index += 8 }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }
}
