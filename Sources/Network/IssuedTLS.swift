internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// Serves TLS under whatever name is asked for, with certificates of an authority of our own, each made once.
final class IssuedTLS: Sendable {
  /// The most certificates that are kept: names are the peer's to choose.
  private static let most = 256

  private let authority: CertificateAuthority
  private let kept = Mutex<[String: ServerTLS]>([:])
  private let contexts = Mutex<[String: NIOSSLContext]>([:])

  init(_ authority: CertificateAuthority) { self.authority = authority }

  /// A handler for one connection.
  /// - Parameter host: Whom the certificate is made out to where the client names nobody (it must not name an address: RFC 6066 §3).
  func handler(for host: String) throws -> NIOSSLServerHandler { NIOSSLServerHandler(context: try context(for: host)) }

  private func context(for host: String) throws -> NIOSSLContext {
    if let known = contexts.withLock({ $0[host] }) { return known }
    let (chain, key) = try parts(certificate(for: host))
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    configuration.applicationProtocols = ["http/1.1"]
    configuration.sslContextCallback = { [self] asked, promise in
      guard let name = asked.serverHostname, name != host else { return promise.succeed(.noChanges) }
      promise.completeWith(Result { try override(for: name) })
    }
    let context = try NIOSSLContext(configuration: configuration)
    contexts.withLock { contexts in
      if contexts.count >= Self.most { contexts = [:] }
      contexts[host] = context
    }
    return context
  }

  private func override(for name: String) throws -> NIOSSLContextConfigurationOverride {
    let (chain, key) = try parts(certificate(for: name))
    var override = NIOSSLContextConfigurationOverride()
    override.certificateChain = chain
    override.privateKey = key
    return override
  }

  private func certificate(for host: String) throws -> ServerTLS {
    if let known = kept.withLock({ $0[host] }) { return known }
    guard let made = authority.issue(for: host) else { throw CertificateFault(text: "no certificate can be made out to '\(host)'") }
    kept.withLock { kept in
      if kept.count >= Self.most { kept = [:] }
      kept[host] = made
    }
    return made
  }

  private func parts(_ tls: ServerTLS) throws -> ([NIOSSLCertificateSource], NIOSSLPrivateKeySource) {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(tls.certificateChain.utf8)).map { NIOSSLCertificateSource.certificate($0) }
    return (chain, .privateKey(try NIOSSLPrivateKey(bytes: Array(tls.privateKey.utf8), format: .pem)))
  }
}
