internal import Lab
package import Network
package import Timeline

/// What a run over sockets plays against.
package enum Target: Sendable {
  /// The reference relay and the simulated service, a pair of its own for each session.
  case builtIn
  /// A relay somewhere; with it, where its service hop comes in, if it does.
  case relay(Endpoint, service: ServiceSide?)
}

/// The port behind the relay under test.
package struct ServiceSide: Sendable {
  package var host: String
  package var port: Int
  /// The real service behind us; nil: the simulated one answers.
  package var forward: Endpoint?
  /// Makes the certificates under which the port serves TLS too; nil: it speaks plain HTTP only.
  package var authority: CertificateAuthority?
  /// The proxy that leads a relay here which has the service's address in its code; nil: none.
  package var proxy: ProxySide?
  /// How long the simulated service takes over its handshake: as long as the real one, which is far away, unless somebody wants it near.
  package var handshakeDelay: Nanoseconds

  /// - Parameter isNear: The simulated service answers the handshake at once.
  package init(
    host: String, port: Int, forward: Endpoint? = nil, authority: CertificateAuthority? = nil, proxy: ProxySide? = nil, isNear: Bool = false
  ) {
    handshakeDelay = isNear ? 0 : ServiceSettings.farHandshake
    self.host = host
    self.port = port
    self.forward = forward
    self.authority = authority
    self.proxy = proxy
  }
}

/// A CONNECT proxy before the relay under test.
package struct ProxySide: Sendable, Equatable {
  package var host: String
  package var port: Int
  /// Whose tunnels end here; all others are let through.
  package var hosts: ServiceHosts
  /// The proxy by which this machine gets out; nil: it needs none.
  package var upstream: UpstreamProxy?

  package init(host: String, port: Int, hosts: ServiceHosts, upstream: UpstreamProxy? = nil) {
    self.host = host
    self.port = port
    self.hosts = hosts
    // Its own address in the environment, as `sttcheck env` puts it there, would have it call itself.
    self.upstream = upstream.flatMap { $0.port == port ? nil : $0 }
  }
}
