import TestSupport
import Testing
import Wire

@Suite("RFC 6455 §8.1: UTF-8, after RFC 3629")
struct UTF8ValidatorTests {
  private static let legal: [[UInt8]] = [
    [], Array("Hello-µ@ßöäüàá-UTF-8!!".utf8), Array("κόσμε".utf8), Array("日本語 한국어 🎧".utf8), [0x00],
    [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBD], [0xEF, 0xBF, 0xBE],
    [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0xBF, 0xBF], [0xF3, 0xBF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF],
  ]

  @Test("Legal text, the first and the last of each length, non-characters too", arguments: legal)
  func accepts(bytes: [UInt8]) {
    var validator = UTF8Validator()
    validator.take(bytes)
    #expect(validator.isComplete)
    #expect(validator.failure == nil)
    #expect(validator.accepted == bytes.count)
  }

  /// Bytes, and the offset at which they become impossible.
  private static let illegal: [([UInt8], Int)] = [
    // A continuation byte alone; bytes that never occur.
    ([0x80], 0), ([0xBF], 0), ([0x61, 0x80], 1), ([0xFE], 0), ([0xFF], 0), ([0xC0], 0), ([0xC1, 0xBF], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
    // Overlong forms of "/" and of the last code point that a shorter form holds.
    ([0xC0, 0xAF], 0), ([0xE0, 0x80, 0xAF], 1), ([0xE0, 0x9F, 0xBF], 1), ([0xF0, 0x80, 0x80, 0xAF], 1), ([0xF0, 0x8F, 0xBF, 0xBF], 1),
    // Surrogates, alone and in pairs.
    ([0xED, 0xA0, 0x80], 1), ([0xED, 0xAF, 0xBF], 1), ([0xED, 0xB0, 0x80], 1), ([0xED, 0xBF, 0xBF], 1),
    ([0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80], 1),
    // Above U+10FFFF; forms of five and six bytes.
    ([0xF4, 0x90, 0x80, 0x80], 1), ([0xF7, 0xBF, 0xBF, 0xBF], 0), ([0xF8, 0x88, 0x80, 0x80, 0x80], 0),
    ([0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], 0),
    // A character that another one, or ASCII, breaks into.
    ([0xC3, 0x28], 1), ([0xE2, 0x82, 0x28], 2), ([0xE2, 0x28, 0xA1], 1), ([0xF0, 0x9F, 0x8E, 0xC3], 3), ([0xCE, 0xCE, 0xBA], 1),
    // Late, after a long stretch of ASCII and at each place in a word of eight.
    ([UInt8](repeating: 0x41, count: 1000) + [0xFF], 1000), ([UInt8](repeating: 0x41, count: 13) + [0xC0] + [0x41, 0x41, 0x41, 0x41], 13),
  ]

  @Test("Illegal text fails at the first byte that makes it impossible", arguments: illegal)
  func rejects(bytes: [UInt8], offset: Int) {
    var validator = UTF8Validator()
    validator.take(bytes)
    #expect(validator.failure == offset)
    #expect(!validator.isComplete)
    var slowly = UTF8Validator()
    for (index, byte) in bytes.enumerated() {
      slowly.take([byte])
      #expect(slowly.failure == (index < offset ? nil : offset))
    }
  }

  @Test(
    "Text that ends inside a character is not yet wrong, and not complete",
    arguments: [[0xC2], [0xE0], [0xE0, 0xA0], [0xED, 0x9F], [0xF0, 0x90], [0xF0, 0x90, 0x80], [0xF4, 0x8F, 0xBF], [0x61, 0xE2]] as [[UInt8]]
  )
  func incomplete(bytes: [UInt8]) {
    var validator = UTF8Validator()
    validator.take(bytes)
    #expect(validator.failure == nil)
    #expect(!validator.isComplete)
  }

  @Test("Agrees with the standard library on random bytes, however they are cut", arguments: UInt64(0)..<2000)
  func agrees(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    // Random bytes are hardly ever legal: most of these come from characters, some with one byte changed.
    var bytes: [UInt8] = []
    while bytes.count < 30 {
      let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random) >> UInt32.random(in: 0...20, using: &random))
      if let scalar { bytes += Array(String(Character(scalar)).utf8) }
    }
    if seed % 3 != 0, let index = bytes.indices.randomElement(using: &random) { bytes[index] = .random(in: 0...255, using: &random) }
    if seed % 5 == 0 { bytes.removeLast() }
    let legal = String(validating: bytes, as: UTF8.self) != nil
    var whole = UTF8Validator()
    whole.take(bytes)
    #expect(whole.isComplete == legal)
    var cut = UTF8Validator()
    for piece in random.pieces(of: bytes) { cut.take(piece) }
    #expect(cut.isComplete == legal)
    #expect(cut.failure == whole.failure)
    #expect(cut.accepted == whole.accepted)
  }
}
