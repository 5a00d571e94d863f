internal import Yams

/// Reads how a profile's connections are made: `tls`, `proxy`, `resolve`, `compression`.
enum ConnectionReader {
  static let keys = ["tls", "proxy", "resolve", "compression"]
  static let tlsKeys = ["ca", "certificate", "key", "insecure", "server_name"]

  static func read(_ mapping: YAMLMapping, _ substitution: inout Substitution) throws(ConfigurationError) -> ConnectionSettings {
    var settings = ConnectionSettings()
    if let value = mapping["tls"], !value.isNothing { try tls(value, into: &settings, &substitution) }
    if let value = mapping["proxy"], !value.isNothing { settings.proxy = try proxy(value, &substitution) }
    if let value = mapping["resolve"], !value.isNothing { settings.resolve = try address(value) }
    if let value = mapping["compression"], !value.isNothing { settings.compression = try CompressionReader.read(value) }
    return settings
  }

  private static func tls(
    _ value: YAMLValue, into settings: inout ConnectionSettings, _ substitution: inout Substitution
  ) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try mapping.check(allowed: tlsKeys)
    settings.authorityFile = try path(mapping["ca"], &substitution)
    settings.certificateFile = try path(mapping["certificate"], &substitution)
    settings.keyFile = try path(mapping["key"], &substitution)
    settings.isInsecure = try mapping["insecure"]?.bool() ?? false
    if let value = mapping["server_name"] { settings.serverName = try hostName(value) }
    if let value = mapping["certificate"], settings.keyFile == nil {
      throw value.fault("'certificate' stands without 'key'", advice: "name the file of its private key: key: FILE.pem")
    }
    if let value = mapping["key"], settings.certificateFile == nil {
      throw value.fault("'key' stands without 'certificate'", advice: "name the file of its certificate: certificate: FILE.pem")
    }
    if settings.isInsecure, let value = mapping["ca"] {
      throw value.fault("'ca' stands beside 'insecure: true', which takes any certificate", advice: "leave one of them out")
    }
  }

  private static func path(_ value: YAMLValue?, _ substitution: inout Substitution) throws(ConfigurationError) -> String? {
    guard let value else { return nil }
    let path = try substitution.expand(value)
    guard !path.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: ["the path of a PEM file, relative to this file"]) }
    return path
  }

  private static func hostName(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let name = try value.text()
    guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }) else {
      throw value.fault("'\(value.name)' is '\(Quoting.short(name))'", allowed: ["a host name such as relay.example.com"])
    }
    return name
  }

  /// Credentials before the host go to the proxy, and nowhere else.
  private static func proxy(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> ProxyAddress {
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

  private static func address(_ value: YAMLValue) throws(ConfigurationError) -> ResolvedAddress {
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
