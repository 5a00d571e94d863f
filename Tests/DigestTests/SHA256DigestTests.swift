import Digest
import Testing

@Suite("SHA-256 (FIPS 180-4)")
struct SHA256DigestTests {
  private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test("Nothing, and abc")
  func known() {
    #expect(SHA256Digest.hex(SHA256Digest().finalize()) == Self.empty)
    #expect(SHA256Digest.hex(SHA256Digest.digest([])) == Self.empty)
    #expect(SHA256Digest.hex(SHA256Digest.digest(Array("abc".utf8))) == Self.abc)
  }

  @Test("A million times a, in pieces of any size", arguments: [1000, 4096, 999_999, 1_000_000])
  func million(piece: Int) {
    var digest = SHA256Digest()
    var left = 1_000_000
    while left > 0 {
      digest.update([UInt8](repeating: 0x61, count: min(piece, left)))
      left -= piece
    }
    #expect(SHA256Digest.hex(digest.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("Empty updates change nothing, and reading the digest does not end it")
  func goesOn() {
    var digest = SHA256Digest()
    digest.update([])
    digest.update(Array("ab".utf8))
    #expect(digest.finalize() == SHA256Digest.digest(Array("ab".utf8)))
    digest.update([])
    digest.update(Array("c".utf8))
    #expect(SHA256Digest.hex(digest.finalize()) == Self.abc)
    #expect(SHA256Digest.hex(digest.finalize()) == Self.abc)
  }

  @Test("A copy goes its own way")
  func copies() {
    var digest = SHA256Digest()
    digest.update(Array("a".utf8))
    var copy = digest
    copy.update(Array("x".utf8))
    digest.update(Array("bc".utf8))
    #expect(SHA256Digest.hex(digest.finalize()) == Self.abc)
    #expect(copy.finalize() == SHA256Digest.digest(Array("ax".utf8)))
  }

  @Test("Hexadecimal digits are lower-case and two a byte")
  func hex() {
    #expect(SHA256Digest.hex([0x00, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
    #expect(SHA256Digest.hex([]) == "")
  }
}
