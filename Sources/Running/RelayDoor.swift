internal import Lab
internal import Network
internal import Timeline

/// How clients get to the built-in relay over sockets; where a fault says that they don't, it really fails.
struct RelayDoor {
  /// What the relay's port shows of TLS; nil is plain.
  var tls: ServerTLS?
  /// How a client dials it.
  var scheme = Endpoint.Scheme.ws
  var options = DialOptions()
  /// Nobody listens any more when the client comes.
  var isShut = false
  /// Whoever knocks gets no answer, not even from TCP.
  var isUnanswered = false

  init(_ reach: Reach) {
    switch reach {
    case .open: break
    case .refused: isShut = true
    case .unanswered: isUnanswered = true
    case .tlsFails(let code, _):
      scheme = .wss
      tls = Self.certificate(code)
      // So that it is this certificate's one fault that shows, its issuer is trusted; but where just that is the fault.
      if code != "SELF_SIGNED" { options.tls.extraCertificateAuthorities = tls?.certificateChain }
    }
  }

  /// Nil: the port speaks no TLS.
  private static func certificate(_ code: String) -> ServerTLS? {
    switch code {
    case "CERTIFICATE_EXPIRED": SelfSignedCertificate.make("127.0.0.1", names: "IP:127.0.0.1", days: -60 ... -30)
    case "CERTIFICATE_NOT_YET_VALID": SelfSignedCertificate.make("127.0.0.1", names: "IP:127.0.0.1", days: 30...60)
    case "HOSTNAME_MISMATCH": SelfSignedCertificate.make("other.test", names: "DNS:other.test")
    case "SELF_SIGNED": SelfSignedCertificate.make("127.0.0.1", names: "IP:127.0.0.1")
    default: nil
    }
  }
}
