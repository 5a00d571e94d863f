/// How a client takes part in TLS.
package struct TLSOptions: Sendable, Equatable {
  /// Whether the server's certificate must hold: trusted, in date, and made out to the host.
  package var verify: Bool
  /// Certificates trusted besides the system's, in PEM; one or several.
  package var extraCertificateAuthorities: String?

  /// The client's own certificate in PEM, with those between it and its authority; and its key.
  package var certificateChain: String?
  package var privateKey: String?
  /// What goes out as SNI, and what the server's certificate must be made out to; nil: the host of the URL.
  package var serverName: String?

  package init(
    verify: Bool = true, extraCertificateAuthorities: String? = nil, certificateChain: String? = nil, privateKey: String? = nil,
    serverName: String? = nil
  ) {
    self.verify = verify
    self.extraCertificateAuthorities = extraCertificateAuthorities
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    self.serverName = serverName
  }
}
