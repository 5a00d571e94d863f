internal import Network
internal import Running
internal import Scenarios

extension RunSettings {
  /// A profile's words about connections, with the files that they name read and looked at.
  static func dialOptions(_ settings: ConnectionSettings, beside: (String) -> String) throws(CommandFailure) -> DialOptions {
    func contents(_ path: String?, _ key: String) throws(CommandFailure) -> String? {
      guard let path else { return nil }
      let bytes = try Files.read(beside(path), "file of 'tls: \(key)'")
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure(code: .usage, text: "\(beside(path)): is no PEM text ('tls: \(key)'); give '-----BEGIN …-----' and so on")
      }
      return text
    }
    let tls = TLSOptions(
      verify: !settings.isInsecure, extraCertificateAuthorities: try contents(settings.authorityFile, "ca"),
      certificateChain: try contents(settings.certificateFile, "certificate"), privateKey: try contents(settings.keyFile, "key"),
      serverName: settings.serverName)
    if let fault = tls.fault { throw CommandFailure(code: .usage, text: "the profile's 'tls': \(fault)") }
    let proxy = settings.proxy.map { proxy in
      DialOptions.Proxy(
        address: DialOptions.HostPort(host: proxy.host, port: proxy.port), authorization: proxy.credentials.map(HTTPRequest.basic))
    }
    return DialOptions(
      tls: tls, proxy: proxy, resolve: settings.resolve.map { DialOptions.HostPort(host: $0.host, port: $0.port) },
      compression: settings.compression)
  }

  /// The same for a request beside the relay: what stands in for the relay's address and name is the relay's alone.
  func dialOptions(for endpoint: Endpoint) -> DialOptions { Self.dialOptions(dialOptions, of: target, for: endpoint) }

  static func dialOptions(_ given: DialOptions, of target: Target, for endpoint: Endpoint) -> DialOptions {
    guard case .relay(let relay, _) = target else { return given }
    var options = given
    if relay.host != endpoint.host {
      options.resolve = nil
      options.tls.serverName = nil
    } else if relay.port != endpoint.port {
      options.resolve?.port = nil
    }
    return options
  }

  /// Where the profile's `one_shot` leads.
  static func oneShot(_ written: String, options: DialOptions, of relay: Target) throws(CommandFailure) -> OneShotTarget {
    do {
      let url = try WebSocketURL(parsing: written, as: .http)
      let endpoint = Endpoint(scheme: url.secure ? .https : .http, host: url.host, port: url.port, target: url.target)
      return OneShotTarget(endpoint: endpoint, options: dialOptions(options, of: relay, for: endpoint))
    } catch { throw CommandFailure(code: .usage, text: "one_shot: \(error.problem)") }
  }
}
