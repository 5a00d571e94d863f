internal import CLibcrypto
internal import Digest
internal import NIOCore

/// An authority of our own, which makes certificates out to whatever name a relay asks for.
///
/// A relay that trusts it can be served in the place of the service that it has in its code.
package struct CertificateAuthority: Sendable, Equatable {
  /// In PEM: what a relay must trust.
  package let certificate: String
  /// In PEM: whoever has it can be any server towards a relay that trusts the certificate.
  package let privateKey: String

  /// How long a new authority is valid, in days.
  package static let lifetime = 1825
  /// How long what it issues is valid, in days: some stacks refuse more than 398.
  package static let leafLifetime = 90

  /// A new one, with a key of its own.
  /// - Returns: Nil where libcrypto can't make one.
  package static func make(days: ClosedRange<Int> = -1...lifetime) -> CertificateAuthority? {
    guard let key = CertificateForge.key() else { return nil }
    defer { EVP_PKEY_free(key) }
    let mark = SHA256Digest.hex((0..<4).map { _ in UInt8.random(in: 0...255) })
    let form = CertificateForge.Form(
      commonName: "sttcheck's own authority \(mark)", days: days,
      extensions: [
        // No authority below it (RFC 5280 §4.2.1.9).
        (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
      ])
    guard let made = CertificateForge.certificate(form, for: key) else { return nil }
    defer { X509_free(made) }
    guard let certificate = CertificateForge.pem(certificate: made), let secret = CertificateForge.pem(key: key) else { return nil }
    return CertificateAuthority(unchecked: certificate, secret)
  }

  /// One that was made before.
  /// - Throws: Why it can't be used, in words.
  package init(certificate: String, privateKey: String) throws(CertificateFault) {
    guard let read = CertificateForge.certificate(pem: certificate) else { throw CertificateFault(text: "it holds no certificate in PEM") }
    defer { X509_free(read) }
    guard let key = CertificateForge.key(pem: privateKey) else { throw CertificateFault(text: "its key is no private key in PEM") }
    defer { EVP_PKEY_free(key) }
    guard X509_check_private_key(read, key) == 1 else { throw CertificateFault(text: "its key belongs to another certificate") }
    guard X509_check_ca(read) == 1 else { throw CertificateFault(text: "its certificate is no authority's") }
    self.init(unchecked: certificate, privateKey)
  }

  private init(unchecked certificate: String, _ privateKey: String) {
    self.certificate = certificate
    self.privateKey = privateKey
  }

  /// SHA-256 of the certificate, as `openssl x509 -fingerprint` prints it.
  package var fingerprint: String {
    guard let read = CertificateForge.certificate(pem: certificate) else { return "?" }
    defer { X509_free(read) }
    var bytes = [UInt8](repeating: 0, count: 32)
    var count: CUnsignedInt = 0
    guard X509_digest(read, EVP_sha256(), &bytes, &count) == 1 else { return "?" }
    return bytes.map { SHA256Digest.hex([$0]).uppercased() }.joined(separator: ":")
  }

  /// Whether it will still be valid after so many days.
  package func isValid(afterDays days: Int = 0) -> Bool {
    guard let read = CertificateForge.certificate(pem: certificate), let then = X509_time_adj_ex(nil, CInt(days), 0, nil) else {
      return false
    }
    defer {
      ASN1_STRING_free(then)
      X509_free(read)
    }
    return ASN1_TIME_compare(X509_get0_notAfter(read), then) > 0 && ASN1_TIME_compare(X509_get0_notBefore(read), then) < 0
  }

  /// A certificate made out to a host, with its key, and the authority behind it.
  /// - Parameter host: A name or an address.
  /// - Returns: Nil for what is neither, and where libcrypto can't make one.
  package func issue(for host: String) -> ServerTLS? { issue(for: [host]) }

  /// The same, made out to several.
  package func issue(for hosts: [String]) -> ServerTLS? {
    let names = hosts.compactMap(Self.alternativeName)
    guard names.count == hosts.count, let first = hosts.first else { return nil }
    guard let parent = CertificateForge.certificate(pem: certificate), let parentKey = CertificateForge.key(pem: privateKey) else {
      return nil
    }
    defer {
      X509_free(parent)
      EVP_PKEY_free(parentKey)
    }
    guard let key = CertificateForge.key() else { return nil }
    defer { EVP_PKEY_free(key) }
    let form = CertificateForge.Form(
      // A common name has at most 64 characters (RFC 5280, appendix A.1), and nobody reads it: the alternative names count.
      commonName: String(first.prefix(64)), days: -1...Self.leafLifetime,
      extensions: [
        (NID_subject_alt_name, names.joined(separator: ",")), (NID_basic_constraints, "critical,CA:FALSE"),
        (NID_key_usage, "critical,digitalSignature"), (NID_ext_key_usage, "serverAuth"), (NID_subject_key_identifier, "hash"),
        (NID_authority_key_identifier, "keyid"),
      ])
    guard let made = CertificateForge.certificate(form, for: key, issuer: (parent, parentKey)) else { return nil }
    defer { X509_free(made) }
    guard let leaf = CertificateForge.pem(certificate: made), let secret = CertificateForge.pem(key: key) else { return nil }
    return ServerTLS(certificateChain: leaf + certificate, privateKey: secret)
  }

  /// In OpenSSL's notation; nil where it could not stand there, or would say more than one name.
  private static func alternativeName(_ host: String) -> String? {
    if (try? SocketAddress(ipAddress: host, port: 0)) != nil { return "IP:\(host)" }
    let isLegal = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isLegal && (1...253).contains(host.utf8.count) ? "DNS:\(host)" : nil
  }
}

/// Why an authority can't be used.
package struct CertificateFault: Error, Sendable, Equatable {
  package var text: String
}
