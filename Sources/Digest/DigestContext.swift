internal import CLibcrypto

/// Owns one `EVP_MD_CTX`.
///
/// libcrypto fails here only where memory is exhausted or a build of it lacks the algorithm; no caller could go on, so that ends the
/// program.
final class DigestContext {
  private let context: OpaquePointer

  init(_ algorithm: OpaquePointer?) {
    context = Self.made()
    Self.check(EVP_DigestInit_ex(context, algorithm, nil))
  }

  init(copying other: DigestContext) {
    context = Self.made()
    Self.check(EVP_MD_CTX_copy_ex(context, other.context))
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// The digest; the context is spent.
  func finish() -> [UInt8] {
    Array(unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      var size: UInt32 = 0
      Self.check(EVP_DigestFinal_ex(context, buffer.baseAddress, &size))
      count = Int(size)
    }
  }

  private static func made() -> OpaquePointer {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto gave no memory for a digest") }
    return context
  }

  private static func check(_ result: Int32) { precondition(result == 1, "libcrypto refused a digest operation") }
}
