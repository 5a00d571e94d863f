internal import CLibcrypto

/// SHA-1 of bytes, 20 of them. Broken as a signature; RFC 6455 §4.2.2 uses it as a checksum of the handshake.
package func sha1(_ bytes: [UInt8]) -> [UInt8] {
  let context = DigestContext(EVP_sha1())
  bytes.withUnsafeBytes { context.update($0) }
  return context.finish()
}
