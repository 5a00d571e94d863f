internal import Yams

/// Reads a profile's `proxy` and `resolve`: where to connect to in the place of the relay.
enum AddressReader {
  /// Credentials before the host go to the proxy, and nowhere else.
  static func proxy(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> ProxyAddress {
    let written = Quoting.short(try value.text().withoutCredentials)
    let form = "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"
    let text = try substitution.expand(value)
    guard text.lowercased().hasPrefix("http://") else {
      throw value.fault("'proxy' is '\(written)', and its scheme is not http", allowed: [form])
    }
    var rest = text.dropFirst(7)
    if rest.last == "/" { rest.removeLast() }
    var proxy = ProxyAddress(host: "", port: 0)
    if let at = rest.lastIndex(of: "@") {
      proxy.credentials = String(rest[..<at])
      substitution.keep(String(rest[..<at]))
      rest = rest[rest.index(after: at)...]
    }
    guard let (host, port) = split(rest), let port else { throw value.fault("'proxy' is '\(written)'", allowed: [form]) }
    proxy.host = host
    proxy.port = port
    return proxy
  }

  static func resolved(_ value: YAMLValue) throws(ConfigurationError) -> ResolvedAddress {
    let text = try value.text()
    guard let (host, port) = split(text[...]) else {
      throw value.fault("'resolve' is '\(Quoting.short(text))'", allowed: ["an address such as 10.0.0.7, 10.0.0.7:8443 or [::1]:8443"])
    }
    return ResolvedAddress(host: host, port: port)
  }

  /// `HOST`, `HOST:PORT`, `[IPv6]`, `[IPv6]:PORT`.
  private static func split(_ text: Substring) -> (host: String, port: Int?)? {
    var host = text
    var tail = text[text.endIndex...]
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<end]
      tail = text[text.index(after: end)...]
    } else if let colon = text.firstIndex(of: ":"), text[text.index(after: colon)...].contains(":") == false {
      host = text[..<colon]
      tail = text[colon...]
    }
    let legal: (UInt8) -> Bool = { $0.isLetterOrDigit || "-._:".utf8.contains($0) }
    guard !host.isEmpty, host.utf8.allSatisfy(legal) else { return nil }
    guard !tail.isEmpty else { return (String(host), nil) }
    guard tail.first == ":", let port = Int(tail.dropFirst()), (1...65_535).contains(port) else { return nil }
    return (String(host), port)
  }
}

extension String {
  /// With what stands before the host of a URL taken out.
  fileprivate var withoutCredentials: String {
    guard let at = lastIndex(of: "@"), let slashes = firstRange(of: "://") else { return self }
    return String(self[..<slashes.upperBound]) + "…" + String(self[at...])
  }
}
