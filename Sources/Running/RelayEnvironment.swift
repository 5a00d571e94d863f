package import Network

/// What a relay that has the service's address in its code must find in its environment to be led here, and to trust what it finds.
package struct RelayEnvironment: Sendable, Equatable {
  package enum Setting: Sendable, Equatable {
    case to(String)
    /// Stands before what is there already, parted by such a text.
    case before(String, separator: String)
    /// Taken out.
    case cleared
  }

  package struct Variable: Sendable, Equatable {
    package var name: String
    package var setting: Setting

    package init(_ name: String, _ setting: Setting) {
      self.name = name
      self.setting = setting
    }
  }

  /// Files that it names.
  package struct Files: Sendable, Equatable {
    /// Our authority's certificate.
    package var authority: String
    /// The system's authorities and ours, in one file: most stacks read one file, and then no other.
    package var bundle: String
    /// The folder of what Python and Node load when they start; nil: they do without.
    package var hooks: String?

    package init(authority: String, bundle: String, hooks: String? = nil) {
      self.authority = authority
      self.bundle = bundle
      self.hooks = hooks
    }
  }

  package let variables: [Variable]

  /// - Parameters:
  ///   - proxy: The CONNECT proxy, as the relay reaches it.
  ///   - service: The port on which the service is played, as the relay reaches it.
  package init(proxy: LabServer.Address, service: LabServer.Address, hosts: ServiceHosts, files: Files) {
    let proxied = ["HTTPS_PROXY", "https_proxy", "WSS_PROXY", "wss_proxy"].map { Variable($0, .to("http://\(proxy)")) }
    let trusted = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"].map {
      Variable($0, .to(files.bundle))
    }
    // Node adds it to its own; from version 24 on it heeds proxies if it is told to.
    let node = [Variable("NODE_EXTRA_CA_CERTS", .to(files.authority)), Variable("NODE_USE_ENV_PROXY", .to("1"))]
    let cleared = ["NO_PROXY", "no_proxy"].map { Variable($0, .cleared) }
    let told = [Variable("STTCHECK_SERVICE_URL", .to("ws://\(service)"))]
    variables = proxied + trusted + node + cleared + told + Self.hooks(files, hosts)
  }

  /// For libraries that heed no proxy.
  private static func hooks(_ files: Files, _ hosts: ServiceHosts) -> [Variable] {
    guard let folder = files.hooks else { return [] }
    return [
      Variable("STTCHECK_SERVICE_HOSTS", .to(hosts.patterns.joined(separator: " "))),
      Variable("PYTHONPATH", .before(folder, separator: ":")),
      // A path with spaces in it must be quoted there.
      Variable("NODE_OPTIONS", .before("--require \"\(folder)/sttcheck.cjs\"", separator: " ")),
    ]
  }

  /// Another environment with these in it.
  package func applied(to environment: [String: String]) -> [String: String] {
    var result = environment
    for variable in variables {
      switch variable.setting {
      case .to(let value): result[variable.name] = value
      case .cleared: result[variable.name] = nil
      case .before(let value, let separator):
        let rest = environment[variable.name, default: ""]
        result[variable.name] = rest.isEmpty ? value : value + separator + rest
      }
    }
    return result
  }
}
