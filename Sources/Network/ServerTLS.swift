/// What a server shows and proves in TLS.
package struct ServerTLS: Sendable, Equatable {
  /// The chain in PEM, the server's own certificate first.
  package var certificateChain: String
  /// Its private key in PEM.
  package var privateKey: String

  package init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}
