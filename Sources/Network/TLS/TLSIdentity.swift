internal import CLibcrypto

/// A chain of certificates with the key of its first, read from PEM.
///
/// Lives on one thread at a time, and frees what it holds.
final class TLSIdentity {
  enum Fault: Error {
    case noCertificate, unreadableKey, mismatch
  }

  /// The owner's own first; never empty.
  let certificates: [OpaquePointer]
  let key: OpaquePointer

  init(certificateChain: String, privateKey: String) throws(Fault) {
    let certificates = CertificateForge.certificates(pem: certificateChain)
    guard let own = certificates.first else { throw .noCertificate }
    guard let key = CertificateForge.key(pem: privateKey) else {
      for certificate in certificates { X509_free(certificate) }
      throw .unreadableKey
    }
    self.certificates = certificates
    self.key = key
    // From here on `deinit` frees them.
    guard X509_check_private_key(own, key) == 1 else { throw .mismatch }
  }

  deinit {
    for certificate in certificates { X509_free(certificate) }
    EVP_PKEY_free(key)
  }
}
