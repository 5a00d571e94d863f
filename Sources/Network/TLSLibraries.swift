internal import CLibcrypto

/// The libraries that speak TLS and judge certificates.
package enum TLSLibraries {
  /// The version of OpenSSL that is loaded, as it names itself: `OpenSSL 3.0.15 3 Sep 2024`.
  package static var judge: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
