/// What a relay that has the service's address in its code must find in its environment to be led here, and to trust what it finds.
package struct RelayEnvironment: Sendable, Equatable {
  /// A variable and what it is set to; nil: it is taken out.
  package struct Variable: Sendable, Equatable {
    package var name: String
    package var value: String?
  }

  package let variables: [Variable]

  /// - Parameters:
  ///   - proxy: `HOST:PORT` of the CONNECT proxy, as the relay reaches it.
  ///   - authority: Path of our authority's certificate.
  ///   - bundle: Path of the system's authorities and ours, in one file: most stacks read one file, and then no other.
  package init(proxy: String, authority: String, bundle: String) {
    let proxied = ["HTTPS_PROXY", "https_proxy", "WSS_PROXY", "wss_proxy"].map { Variable(name: $0, value: "http://\(proxy)") }
    let trusted = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"].map {
      Variable(name: $0, value: bundle)
    }
    // Node adds it to its own; from version 24 on it heeds proxies if it is told to.
    let node = [Variable(name: "NODE_EXTRA_CA_CERTS", value: authority), Variable(name: "NODE_USE_ENV_PROXY", value: "1")]
    let cleared = ["NO_PROXY", "no_proxy"].map { Variable(name: $0, value: nil) }
    variables = proxied + trusted + node + cleared
  }

  /// Another environment with these in it.
  package func applied(to environment: [String: String]) -> [String: String] {
    var result = environment
    for variable in variables { result[variable.name] = variable.value }
    return result
  }
}
