import Digest
import Testing

@Suite("RFC 6455 §1.3: the accept key")
struct WebSocketAcceptTests {
  @Test("The RFC's example")
  func example() {
    #expect(WebSocketAccept.key(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test("SHA-1 of abc (FIPS 180-4)")
  func sha1OfABC() {
    #expect(SHA256Digest.hex(sha1(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }

  @Test(
    "Base64: the vectors of RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(plain: String, coded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == coded)
  }

  @Test("Base64 of more than one piece")
  func longBase64() {
    let size = (3 << 20) + 1
    let coded = Base64.encode([UInt8](repeating: 0, count: size))
    #expect(coded.utf8.count == (size + 2) / 3 * 4)
    #expect(coded.hasSuffix("AAAA=="))
  }
}
