package import Timeline

/// How a connection is opened, besides where to.
package struct DialOptions: Sendable, Equatable {
  package var tls: TLSOptions
  /// For finding the address and opening the TCP connection.
  package var connectTimeout: Nanoseconds
  /// For TLS, and for the answer to the opening request; each once.
  package var handshakeTimeout: Nanoseconds

  package init(tls: TLSOptions = TLSOptions(), connectTimeout: Nanoseconds = .seconds(10), handshakeTimeout: Nanoseconds = .seconds(10)) {
    self.tls = tls
    self.connectTimeout = connectTimeout
    self.handshakeTimeout = handshakeTimeout
  }
}
