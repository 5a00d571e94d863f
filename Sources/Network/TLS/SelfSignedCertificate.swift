internal import CLibcrypto

/// Makes a certificate of one's own, with its key: for servers of the lab, good ones and such as nobody should trust.
package enum SelfSignedCertificate {
  /// - Parameters:
  ///   - names: Subject alternative names in OpenSSL's notation: `DNS:localhost,IP:127.0.0.1`.
  ///   - days: From when to when it is valid, counted from now.
  /// - Returns: Nil where libcrypto can't make one.
  package static func make(_ commonName: String, names: String, days: ClosedRange<Int> = -1...30) -> ServerTLS? {
    guard let key = CertificateForge.key() else { return nil }
    defer { EVP_PKEY_free(key) }
    let form = CertificateForge.Form(commonName: commonName, days: days, extensions: [(NID_subject_alt_name, names)])
    guard let certificate = CertificateForge.certificate(form, for: key) else { return nil }
    defer { X509_free(certificate) }
    guard let chain = CertificateForge.pem(certificate: certificate), let secret = CertificateForge.pem(key: key) else { return nil }
    return ServerTLS(certificateChain: chain, privateKey: secret)
  }
}
