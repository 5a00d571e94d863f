/// How a client takes part in TLS.
package struct TLSOptions: Sendable, Equatable {
  /// Whether the server's certificate must hold: trusted, in date, and made out to the host.
  package var verify: Bool
  /// Certificates trusted besides the system's, in PEM; one or several.
  package var extraCertificateAuthorities: String?

  package init(verify: Bool = true, extraCertificateAuthorities: String? = nil) {
    self.verify = verify
    self.extraCertificateAuthorities = extraCertificateAuthorities
  }
}
