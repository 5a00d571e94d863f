internal import NIOCore
internal import Timeline

/// The client's side of TLS on one connection: the handler for its pipeline, and the verdict on the server's certificate.
final class TLSClient {
  let handler: TLSHandler
  private let hasCertificate: Bool

  /// - Parameters:
  ///   - host: A name goes out as SNI, an address must not (RFC 6066 §3).
  /// - Throws: `HeadFault` where the options can't be used.
  init(host: String, options: TLSOptions) throws(HeadFault) {
    if options.verify, let extra = options.extraCertificateAuthorities, CertificateJudge.count(ofAuthoritiesIn: extra) == 0 {
      throw HeadFault(text: "the extra certificate authority holds no certificate: give PEM, '-----BEGIN CERTIFICATE-----' and so on")
    }
    let identity = try options.identity()
    hasCertificate = identity != nil
    let host = options.serverName ?? host
    let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    let side = TLSEngine.Side.client(serverName: name, identity: identity, isJudged: options.verify)
    let judge = CertificateJudge(host: host, extraAuthorities: options.extraCertificateAuthorities)
    do { handler = TLSHandler(try TLSEngine(side), judge: options.verify ? judge : nil) } catch {
      throw HeadFault(text: "TLS could not be set up: \(error)")
    }
  }

  /// What TLS came about with; call it once it has.
  /// - Parameter applicationProtocol: What ALPN gave.
  func agreement(on applicationProtocol: String?) -> TLSAgreement {
    let shown = handler.judgement?.shown
    return TLSAgreement(
      version: handler.engine.version, applicationProtocol: applicationProtocol, certificates: shown?.certificates ?? [],
      secondsLeft: shown?.secondsLeft)
  }

  /// Says why TLS was not established.
  /// - Parameter edge: Shows what the peer spoke instead.
  func failure(_ ending: SocketEnding, edge: EdgeHandler, address: String) -> ConnectionFailure {
    let fail = { (code: String, text: String, errno: Int32?) in
      ConnectionFailure(stage: .tls, address: address, errno: errno, code: code, text: text)
    }
    if let fault = handler.judgement?.fault {
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
    case .some where edge.firstBytes.isEmpty:
      return fail("CLOSED", "the server closed the connection instead of answering the TLS handshake (is it ws:// or http://?)", nil)
    case let fault as TLSFault where fault.kind == .oldProtocol:
      return fail(
        "OLD_PROTOCOL", "the server speaks neither TLS 1.2 nor 1.3; what is older, browsers and libraries refuse (RFC 8996)", nil)
    case .some(let error) where (error as? TLSFault)?.kind != .cutOff:
      return fail("PROTOCOL", "the TLS handshake failed: \(error)", nil)
    case .some, nil:
      return fail("CLOSED", "the server closed the connection during the TLS handshake", nil)
    }
  }

  /// Where the server ended it over the client's certificate: in the midst of the handshake, or behind it, as TLS 1.3 has it (RFC 8446 §4.4.2.4).
  /// - Returns: Nil where it ended for another reason.
  func refusal(_ ending: SocketEnding, address: String) -> ConnectionFailure? {
    guard handler.engine.isAskedForCertificate, let alert = (ending.error as? TLSFault)?.alert else { return nil }
    let code = hasCertificate ? "CLIENT_CERTIFICATE_REFUSED" : "CLIENT_CERTIFICATE_WANTED"
    let text =
      hasCertificate
      ? "the server does not take the client's certificate" : "the server wants a certificate of the client, and has got none"
    return ConnectionFailure(stage: .tls, address: address, code: code, text: "\(text) (TLS alert \(alert))")
  }
}
