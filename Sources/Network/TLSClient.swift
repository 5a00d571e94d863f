internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Timeline

/// The client's side of TLS on one connection: the handler for its pipeline, and the verdict on the server's certificate.
final class TLSClient {
  let handler: NIOSSLClientHandler
  private let verdict: NIOLoopBoundBox<CertificateJudge.Fault?>
  /// What the server showed, where it was judged.
  private let shown: NIOLoopBoundBox<CertificateJudge.Shown?>
  /// The server has asked for the client's certificate.
  private let isAsked: NIOLoopBoundBox<Bool>
  private let hasCertificate: Bool

  /// - Parameters:
  ///   - host: A name goes out as SNI, an address must not (RFC 6066 §3).
  /// - Throws: `HeadFault` where the options can't be used.
  init(host: String, options: TLSOptions, loop: any EventLoop) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = ["http/1.1"]
    // What is older, browsers refuse too (RFC 8996).
    configuration.minimumTLSVersion = .tlsv12
    let isAsked = NIOLoopBoundBox(false, eventLoop: loop)
    self.isAsked = isAsked
    hasCertificate = options.certificateChain != nil
    // A client's TLS library calls this where the server asks for a certificate, and at no other time.
    configuration.sslContextCallback = { _, promise in
      isAsked.value = true
      promise.succeed(.noChanges)
    }
    // The chain is judged by `CertificateJudge`; loading the system's trust here too would only cost time on the loop.
    configuration.trustRoots = .certificates([])
    configuration.certificateVerification = options.verify ? .noHostnameVerification : .none
    try Self.present(options, in: &configuration)
    let host = options.serverName ?? host
    let verdict = NIOLoopBoundBox<CertificateJudge.Fault?>(nil, eventLoop: loop)
    self.verdict = verdict
    let shown = NIOLoopBoundBox<CertificateJudge.Shown?>(nil, eventLoop: loop)
    self.shown = shown
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
        let seen = judge.shown(presented)
        loop.execute {
          shown.value = seen
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

  /// What TLS came about with; call it once it has.
  /// - Parameter applicationProtocol: What ALPN gave.
  func agreement(on applicationProtocol: String?) -> TLSAgreement {
    let version =
      switch handler.tlsVersion {
      case .tlsv13: "TLS 1.3"
      case .tlsv12: "TLS 1.2"
      case .some(let other): "\(other)"
      case nil: "TLS"
      }
    return TLSAgreement(
      version: version, applicationProtocol: applicationProtocol, certificates: shown.value?.certificates ?? [],
      secondsLeft: shown.value?.secondsLeft)
  }

  /// Says why TLS was not established.
  /// - Parameter edge: Shows what the peer spoke instead.
  func failure(_ ending: SocketEnding, edge: EdgeHandler, address: String) -> ConnectionFailure {
    let fail = { (code: String, text: String, errno: Int32?) in
      ConnectionFailure(stage: .tls, address: address, errno: errno, code: code, text: text)
    }
    if let fault = verdict.value {
      return ConnectionFailure(stage: .tls, address: address, code: fault.code, text: fault.text, certificates: fault.certificates)
    }
    // TLS records begin with 22 (handshake) or 21 (alert): RFC 8446 §5.1.
    if let first = edge.firstBytes.first, first != 22, first != 21 {
      return fail(
        "PROTOCOL", "the server does not speak TLS; it answered '\(HTTPHead.printable(edge.firstBytes))' (is it ws:// or http://?)", nil)
    }
    if let refused = refusal(ending, address: address) { return refused }
    switch ending.error {
    case let reset as IOError:
      return fail(
        ErrnoName.name(reset.errnoCode), "the connection was reset during the TLS handshake: \(ErrnoName.text(reset.errnoCode))",
        reset.errnoCode)
    case .some(let error):
      if edge.firstBytes.isEmpty {
        return fail("CLOSED", "the server closed the connection instead of answering the TLS handshake (is it ws:// or http://?)", nil)
      }
      let told = "\(error)"
      if TLSTrouble.alertName(in: told) == "protocol_version" || told.contains("UNSUPPORTED_PROTOCOL") {
        return fail(
          "OLD_PROTOCOL", "the server speaks neither TLS 1.2 nor 1.3; what is older, browsers and libraries refuse (RFC 8996)", nil)
      }
      return fail("PROTOCOL", "the TLS handshake failed: \(TLSTrouble.alert(in: told) ?? told)", nil)
    case nil:
      return fail("CLOSED", "the server closed the connection during the TLS handshake", nil)
    }
  }

  /// Where the server ended it over the client's certificate: in the midst of the handshake, or behind it, as TLS 1.3 has it (RFC 8446 §4.4.2.4).
  /// - Returns: Nil where it ended for another reason.
  func refusal(_ ending: SocketEnding, address: String) -> ConnectionFailure? {
    guard isAsked.value, let error = ending.error, let alert = TLSTrouble.alertName(in: "\(error)") else { return nil }
    let code = hasCertificate ? "CLIENT_CERTIFICATE_REFUSED" : "CLIENT_CERTIFICATE_WANTED"
    let text =
      hasCertificate
      ? "the server does not take the client's certificate" : "the server wants a certificate of the client, and has got none"
    return ConnectionFailure(stage: .tls, address: address, code: code, text: "\(text) (TLS alert \(alert))")
  }
}
