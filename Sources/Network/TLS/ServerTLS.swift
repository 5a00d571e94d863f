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

  /// Nil where it can't be used.
  var identity: TLSIdentity? { try? TLSIdentity(certificateChain: certificateChain, privateKey: privateKey) }

  /// Why nobody can serve with it, in words; nil where one can.
  var fault: String? {
    do {
      let identity = try TLSIdentity(certificateChain: certificateChain, privateKey: privateKey)
      do { try TLSEngine.check(identity) } catch { return "\(error)" }
      return nil
    } catch {
      switch error {
      case .noCertificate: return "there is no certificate in it"
      case .unreadableKey: return "the key can't be read"
      case .mismatch: return "the key belongs to another certificate"
      }
    }
  }

  /// A handler for one connection.
  func handler() throws(TLSFault) -> TLSHandler { TLSHandler(try TLSEngine(.server { _ in identity })) }
}
