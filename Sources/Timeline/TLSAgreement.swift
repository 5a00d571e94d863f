/// What two sides agreed on when TLS came about, and what the server showed for it.
package struct TLSAgreement: Sendable, Equatable {
  /// `TLS 1.3`.
  package var version: String
  /// What ALPN gave (RFC 7301): `http/1.1`; nil where the server chose none.
  package var applicationProtocol: String?
  /// The server's own first; empty where nobody looked at them.
  package var certificates: [PresentedCertificate]
  /// Until the first of them ends; nil where nobody looked.
  package var secondsLeft: Double?

  package init(
    version: String, applicationProtocol: String? = nil, certificates: [PresentedCertificate] = [], secondsLeft: Double? = nil
  ) {
    self.version = version
    self.applicationProtocol = applicationProtocol
    self.certificates = certificates
    self.secondsLeft = secondsLeft
  }
}
