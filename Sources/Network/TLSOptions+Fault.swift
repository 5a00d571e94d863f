internal import NIOSSL
internal import Timeline

extension TLSOptions {
  /// What makes them useless, before anything is dialled; nil where they will do.
  package var fault: String? {
    if let extra = extraCertificateAuthorities, CertificateJudge.count(ofAuthoritiesIn: extra) == 0 {
      return "the certificate authority holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on"
    }
    var configuration = TLSConfiguration.makeClientConfiguration()
    do { try TLSClient.present(self, in: &configuration) } catch { return error.text }
    guard certificateChain != nil, (try? NIOSSLContext(configuration: configuration)) == nil else { return nil }
    return "the client's certificate and its key do not belong together"
  }
}
