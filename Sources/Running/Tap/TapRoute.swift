package import Network
package import Timeline

/// One port of a tap, and where it leads.
package struct TapRoute: Sendable, Equatable {
  package var host: String
  package var port: Int
  package var upstream: Endpoint
  /// True where the URL names a path: then that is asked for, whatever path the caller has.
  package var hasPath: Bool
  /// Which hop it is; nil: told by what is asked for.
  package var hop: Hop?
  /// The proxy by which this machine gets to the upstream; nil: it needs none.
  package var options: DialOptions

  package init(host: String, port: Int, upstream: Endpoint, hasPath: Bool, hop: Hop? = nil, options: DialOptions = DialOptions()) {
    self.host = host
    self.port = port
    self.upstream = upstream
    self.hasPath = hasPath
    self.hop = hop
    self.options = options
  }

  /// Where a request goes on to. A URL without a path passes on the caller's path and query; one with a path takes the place of the caller's
  /// path, and its query, where it has one, of the caller's query.
  package func endpoint(for target: String) -> Endpoint {
    var endpoint = upstream
    guard hasPath else {
      endpoint.target = target
      return endpoint
    }
    if !endpoint.target.contains("?"), let question = target.firstIndex(of: "?") { endpoint.target += target[question...] }
    return endpoint
  }

  /// Paths of the service, and the vendor's hosts, are the service hop; all else is the client's.
  package func hop(of target: String) -> Hop {
    if let hop { return hop }
    return ServiceHosts().own(upstream.host, target: endpoint(for: target).target) ? .service : .client
  }
}
