package import Wire

/// How connections to the relay are made, besides where to: TLS, a proxy, another address, compression.
package struct ConnectionSettings: Sendable, Equatable {
  /// Path of a PEM file: authorities that are trusted besides the system's.
  package var authorityFile: String?
  /// Paths of PEM files: the client's certificate (and what stands between it and its authority), and its key.
  package var certificateFile: String?
  package var keyFile: String?
  /// Take any certificate.
  package var isInsecure: Bool
  /// The name that the relay's certificate must be made out to, and that goes out as SNI; nil: the URL's host.
  package var serverName: String?
  /// Connects through an HTTP proxy (CONNECT).
  package var proxy: ProxyAddress?
  /// Connects to this address in place of the one that the URL's host has.
  package var resolve: ResolvedAddress?
  /// The compression that is offered to the relay; nil: none.
  package var compression: DeflateParameters?

  package init(
    authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil, isInsecure: Bool = false,
    serverName: String? = nil, proxy: ProxyAddress? = nil, resolve: ResolvedAddress? = nil, compression: DeflateParameters? = nil
  ) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.isInsecure = isInsecure
    self.serverName = serverName
    self.proxy = proxy
    self.resolve = resolve
    self.compression = compression
  }
}

/// An HTTP proxy.
package struct ProxyAddress: Sendable, Equatable {
  package var host: String
  package var port: Int
  /// `user:password`, where it wants them.
  package var credentials: String?

  package init(host: String, port: Int, credentials: String? = nil) {
    self.host = host
    self.port = port
    self.credentials = credentials
  }
}

/// Where a host is to be found, whatever the resolver says.
package struct ResolvedAddress: Sendable, Equatable {
  /// An address or a name.
  package var host: String
  /// Nil: the URL's.
  package var port: Int?

  package init(host: String, port: Int? = nil) {
    self.host = host
    self.port = port
  }
}
