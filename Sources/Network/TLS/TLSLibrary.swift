internal import CLibcrypto

/// What speaks TLS, and judges certificates.
package enum TLSLibrary {
  /// The version of OpenSSL that is loaded, as it names itself: `OpenSSL 3.0.15 3 Sep 2024`.
  package static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
