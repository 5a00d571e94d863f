package import Timeline
package import Wire

/// How a connection is opened, besides where to.
package struct DialOptions: Sendable, Equatable {
  package var tls: TLSOptions
  /// For finding the address and opening the TCP connection.
  package var connectTimeout: Nanoseconds
  /// For TLS, and for the answer to the opening request; each once.
  package var handshakeTimeout: Nanoseconds

  /// The compression that is offered in the opening request (RFC 7692); nil: none.
  package var compression: DeflateParameters?
  /// An HTTP proxy that is asked for a tunnel (CONNECT, RFC 9110 §9.3.6); nil: straight.
  package var proxy: Proxy?
  /// Where the host is to be found, whatever the resolver says; what is asked for, and certificates, go by the URL's host all the same.
  package var resolve: HostPort?

  package struct Proxy: Sendable, Equatable {
    package var address: HostPort
    /// The value of `Proxy-Authorization`, where it wants one.
    package var authorization: String?

    package init(address: HostPort, authorization: String? = nil) {
      self.address = address
      self.authorization = authorization
    }
  }

  /// A name or an address, without brackets; a nil port is the URL's.
  package struct HostPort: Sendable, Equatable {
    package var host: String
    package var port: Int?

    package init(host: String, port: Int? = nil) {
      self.host = host
      self.port = port
    }
  }

  package init(
    tls: TLSOptions = TLSOptions(), connectTimeout: Nanoseconds = .seconds(10), handshakeTimeout: Nanoseconds = .seconds(10),
    proxy: Proxy? = nil, resolve: HostPort? = nil, compression: DeflateParameters? = nil
  ) {
    self.tls = tls
    self.proxy = proxy
    self.resolve = resolve
    self.compression = compression
    self.connectTimeout = connectTimeout
    self.handshakeTimeout = handshakeTimeout
  }

  /// Where a connection to a place ends up: its host and port, or what stands in for them.
  package func destination(of endpoint: Endpoint) -> Endpoint {
    var endpoint = endpoint
    if let resolve {
      endpoint.host = resolve.host
      endpoint.port = resolve.port ?? endpoint.port
    }
    return endpoint
  }

  /// What TCP connects to: the proxy, where there is one.
  package func firstStation(to endpoint: Endpoint) -> Endpoint {
    guard let proxy else { return destination(of: endpoint) }
    return Endpoint(scheme: .http, host: proxy.address.host, port: proxy.address.port ?? 80)
  }
}
