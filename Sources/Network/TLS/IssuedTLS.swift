internal import Synchronization

/// Serves TLS under whatever name is asked for, with certificates of an authority of our own, each made once.
final class IssuedTLS: Sendable {
  /// The most certificates that are kept: names are the peer's to choose.
  private static let most = 256

  private let authority: CertificateAuthority
  private let kept = Mutex<[String: ServerTLS]>([:])

  init(_ authority: CertificateAuthority) { self.authority = authority }

  /// A handler for one connection.
  /// - Parameter host: Whom the certificate is made out to where the client names nobody (it must not name an address: RFC 6066 §3).
  func handler(for host: String) throws(TLSFault) -> TLSHandler {
    let engine = try TLSEngine(.server { [self] asked in certificate(for: asked ?? host)?.identity })
    return TLSHandler(engine)
  }

  /// - Returns: Nil where none can be made out to the host.
  private func certificate(for host: String) -> ServerTLS? {
    if let known = kept.withLock({ $0[host] }) { return known }
    guard let made = authority.issue(for: host) else { return nil }
    kept.withLock { kept in
      if kept.count >= Self.most { kept = [:] }
      kept[host] = made
    }
    return made
  }
}
