internal import Digest
internal import Synchronization

/// The SHA-256 of the audio of one connection: what Metadata shows of it.
///
/// A reference, because the digest's state lives in libcrypto; it belongs to one connection and goes where that goes.
final class AudioHash: Sendable {
  private let digest = Mutex(SHA256Digest())

  /// Takes the next bytes.
  func update(_ bytes: [UInt8]) { digest.withLock { $0.update(bytes) } }

  /// The digest so far, in hexadecimal.
  var hex: String { SHA256Digest.hex(digest.withLock { $0.finalize() }) }
}
