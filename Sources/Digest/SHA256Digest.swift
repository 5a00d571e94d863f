internal import CLibcrypto

/// SHA-256 of bytes that come piece by piece, in constant memory: what the service's Metadata calls `sha256`.
///
/// A value: a copy goes its own way from the moment it is taken. Not `Sendable`: it lives where its connection lives.
package struct SHA256Digest {
  private var context: DigestContext

  package init() { context = DigestContext(EVP_sha256()) }

  /// Takes the next bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Takes the next bytes; nothing of the buffer is kept.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if !isKnownUniquelyReferenced(&context) { context = DigestContext(copying: context) }
    context.update(bytes)
  }

  /// The digest, 32 bytes, of all that was taken so far; more may be taken afterwards.
  package func finalize() -> [UInt8] { DigestContext(copying: context).finish() }

  /// Bytes as lower-case hexadecimal digits.
  package static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
  }

  /// The digest of bytes that are all here.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.finalize()
  }
}
