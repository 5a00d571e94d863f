internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Timeline

/// The client's side of TLS on one connection: the handler for its pipeline, and the verdict on the server's certificate.
final class TLSClient {
  let handler: NIOSSLClientHandler
  private let verdict: NIOLoopBoundBox<CertificateJudge.Fault?>

  /// - Parameters:
  ///   - host: A name goes out as SNI, an address must not (RFC 6066 §3).
  /// - Throws: `HeadFault` where the options can't be used.
  init(host: String, options: TLSOptions, loop: any EventLoop) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = ["http/1.1"]
    // The chain is judged by `CertificateJudge`; loading the system's trust here too would only cost time on the loop.
    configuration.trustRoots = .certificates([])
    configuration.certificateVerification = options.verify ? .noHostnameVerification : .none
    try Self.present(options, in: &configuration)
    let host = options.serverName ?? host
    let verdict = NIOLoopBoundBox<CertificateJudge.Fault?>(nil, eventLoop: loop)
    self.verdict = verdict
    let context = try NIOSSLContext(configuration: configuration)
    let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    guard options.verify else {
      handler = try NIOSSLClientHandler(context: context, serverHostname: name)
      return
    }
    if let extra = options.extraCertificateAuthorities, CertificateJudge.count(ofAuthoritiesIn: extra) == 0 {
      throw HeadFault(text: "the extra certificate authority holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on")
    }
    let judge = CertificateJudge(host: host, extraAuthorities: options.extraCertificateAuthorities)
    handler = try NIOSSLClientHandler(context: context, serverHostname: name) { chain, promise in
      let presented = chain.compactMap { try? $0.toDERBytes() }
      // Reading the system's trust takes milliseconds: not on the loop.
      NIOThreadPool.singleton.submit { _ in
        let fault = presented.count == chain.count ? judge.judge(presented) : judge.judge([])
        loop.execute {
          verdict.value = fault
          promise.succeed(fault == nil ? .certificateVerified : .failed)
        }
      }
    }
  }

  /// Puts the client's own certificate in, where there is one.
  static func present(_ options: TLSOptions, in configuration: inout TLSConfiguration) throws(HeadFault) {
    guard let chain = options.certificateChain, let key = options.privateKey else { return }
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(chain.utf8)), !certificates.isEmpty else {
      throw HeadFault(text: "the client's certificate holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on")
    }
    guard let privateKey = try? NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem) else {
      throw HeadFault(
        text: "the key of the client's certificate can't be read: give PEM, '-----BEGIN PRIVATE KEY-----', without a password")
    }
    configuration.certificateChain = certificates.map { .certificate($0) }
    configuration.privateKey = .privateKey(privateKey)
  }

  /// Says why TLS was not established.
  /// - Parameter edge: Shows what the peer spoke instead.
  func failure(_ ending: SocketEnding, edge: EdgeHandler, address: String) -> ConnectionFailure {
    let fail = { (code: String, text: String, errno: Int32?) in
      ConnectionFailure(stage: .tls, address: address, errno: errno, code: code, text: text)
    }
    if let fault = verdict.value { return fail(fault.code, fault.text, nil) }
    // TLS records begin with 22 (handshake) or 21 (alert): RFC 8446 §5.1.
    if let first = edge.firstBytes.first, first != 22, first != 21 {
      return fail(
        "PROTOCOL", "the server does not speak TLS; it answered '\(HTTPHead.printable(edge.firstBytes))' (is it ws:// or http://?)", nil)
    }
    switch ending.error {
    case let reset as IOError:
      return fail(
        ErrnoName.name(reset.errnoCode), "the connection was reset during the TLS handshake: \(ErrnoName.text(reset.errnoCode))",
        reset.errnoCode)
    case .some(let error):
      if edge.firstBytes.isEmpty {
        return fail("CLOSED", "the server closed the connection instead of answering the TLS handshake (is it ws:// or http://?)", nil)
      }
      return fail("PROTOCOL", "the TLS handshake failed: \(error)", nil)
    case nil:
      return fail("CLOSED", "the server closed the connection during the TLS handshake", nil)
    }
  }
}
