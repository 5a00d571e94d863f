package import Network

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

  package init(host: String, port: Int, forward: Endpoint? = nil) {
    self.host = host
    self.port = port
    self.forward = forward
  }
}
