/// The proxy that this machine gets out by, as the environment names it: what our own proxy lets through goes on by it.
package struct UpstreamProxy: Sendable, Equatable {
  package var host: String
  package var port: Int
  /// The value of `Proxy-Authorization`, where it wants one.
  package var authorization: String?
  /// Hosts that are reached without it, as `NO_PROXY` lists them.
  package var exceptions: [String] = []

  package init(host: String, port: Int, authorization: String? = nil, exceptions: [String] = []) {
    self.host = host
    self.port = port
    self.authorization = authorization
    self.exceptions = exceptions
  }

  /// Of `https_proxy` or `HTTPS_PROXY`, with `no_proxy` or `NO_PROXY`; nil where there is none, or none that speaks plain HTTP.
  package init?(_ environment: [String: String]) {
    func value(_ name: String) -> String { environment[name.lowercased()] ?? environment[name] ?? "" }
    var text = value("HTTPS_PROXY")[...]
    if let scheme = text.range(ofMark: "://") {
      guard text[..<scheme.lowerBound].lowercased() == "http" else { return nil }
      text = text[scheme.upperBound...]
    }
    if let at = text.lastIndex(of: "@") {
      authorization = HTTPRequest.basic(String(text[..<at]))
      text = text[text.index(after: at)...]
    }
    let place = text.prefix { $0 != "/" }
    guard let endpoint = try? Endpoint(parsing: "http://\(place)") else { return nil }
    host = endpoint.host
    port = endpoint.port
    exceptions = value("NO_PROXY").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
  }

  /// Whether a host is reached by it: this machine never is.
  package func leads(to host: String) -> Bool {
    guard host != "localhost", host != "::1", !host.hasPrefix("127.") else { return false }
    return !exceptions.contains { exception in
      let name = exception.hasPrefix("*.") ? exception.dropFirst(2) : exception.hasPrefix(".") ? exception.dropFirst() : exception[...]
      return exception == "*" || host == name || host.hasSuffix(".\(name)")
    }
  }
}

extension Substring {
  /// The first place of an ASCII mark.
  func range(ofMark mark: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
      start = index(after: start)
    }
    return nil
  }
}
