internal import Timeline

extension TLSOptions {
  /// What makes them useless, before anything is dialled; nil where they will do.
  package var fault: String? {
    if let extra = extraCertificateAuthorities, CertificateJudge.count(ofAuthoritiesIn: extra) == 0 {
      return "the certificate authority holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on"
    }
    let own: TLSIdentity?
    do { own = try identity() } catch { return error.text }
    do { if let own { try TLSEngine.check(own) } } catch { return "the client's certificate can't be used: \(error)" }
    return nil
  }

  /// The client's own certificate with its key; nil: it has none.
  func identity() throws(HeadFault) -> TLSIdentity? {
    guard let certificateChain, let privateKey else { return nil }
    do { return try TLSIdentity(certificateChain: certificateChain, privateKey: privateKey) } catch {
      switch error {
      case .noCertificate:
        throw HeadFault(text: "the client's certificate holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on")
      case .unreadableKey:
        throw HeadFault(
          text: "the key of the client's certificate can't be read: give PEM, '-----BEGIN PRIVATE KEY-----', without a password")
      case .mismatch: throw HeadFault(text: "the client's certificate and its key do not belong together")
      }
    }
  }
}
