/// Where to connect to: a parsed `ws://`, `wss://`, `http://` or `https://` URL (RFC 6455 §3).
package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  package enum Scheme: String, Sendable, CaseIterable {
    case ws, wss, http, https

    package var isSecure: Bool { self == .wss || self == .https }
    package var defaultPort: Int { isSecure ? 443 : 80 }
  }

  package var scheme: Scheme
  /// A name or an address; an IPv6 address without its brackets.
  package var host: String
  package var port: Int
  /// Path and query as they go on the request line; begins with `/`.
  package var target: String

  package init(scheme: Scheme, host: String, port: Int, target: String = "/") {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.target = target
  }

  /// The host as it stands in a URL: an IPv6 address in brackets.
  package var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

  /// Host and port.
  package var authority: String { "\(bracketedHost):\(port)" }

  /// The value of the Host header: the port only where it is not the scheme's own (RFC 6455 §4.1).
  package var hostHeader: String { port == scheme.defaultPort ? bracketedHost : authority }

  package var description: String { "\(scheme.rawValue)://\(hostHeader)\(target)" }
}
