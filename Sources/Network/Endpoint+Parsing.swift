internal import NIOCore

extension Endpoint {
  /// Reads a URL.
  /// - Throws: `EndpointError`, one for the first thing that is wrong.
  package init(parsing url: String) throws(EndpointError) {
    let shown = url.prefix { $0 != "?" }
    guard let separator = url.firstMark("://") else {
      throw EndpointError(
        code: .scheme, text: "'\(shown)' has no scheme: write ws://\(shown) (or wss://, http://, https://)")
    }
    let schemeText = String(url[..<separator.lowerBound])
    guard let scheme = Scheme(rawValue: schemeText.lowercased()) else {
      let nearest = Self.nearestScheme(to: schemeText.lowercased())
      throw EndpointError(
        code: .scheme,
        text: "unknown scheme '\(schemeText)' in '\(shown)': allowed are ws, wss, http and https; did you mean \(nearest)://?")
    }
    var rest = url[separator.upperBound...]
    if rest.contains("#") {
      throw EndpointError(
        code: .fragment, text: "'\(shown)' has a fragment (#…), which RFC 6455 §3 forbids: leave it out, or write it as %23")
    }
    let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<authorityEnd]
    rest = rest[authorityEnd...]
    if authority.contains("@") {
      throw EndpointError(
        code: .userinfo,
        text:
          "the URL carries a user name or password before '@', which WebSocket clients do not send: put it into a header (Authorization)")
    }
    (host, port) = try Self.parse(authority: authority, scheme: scheme)
    self.scheme = scheme
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw EndpointError(
        code: .target,
        text: "the path or query of '\(shown)' contains a space, a control or a non-ASCII character: percent-encode it (space is %20)")
    }
    target = rest.hasPrefix("/") ? String(rest) : "/" + rest
  }

  private static func parse(authority: Substring, scheme: Scheme) throws(EndpointError) -> (host: String, port: Int) {
    let host: Substring
    let portText: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else {
        throw EndpointError(code: .host, text: "the IPv6 address in '\(authority)' has no closing bracket: write [::1]:8080")
      }
      host = authority[authority.index(after: authority.startIndex)..<close]
      let after = authority[authority.index(after: close)...]
      guard after.isEmpty || after.hasPrefix(":") else {
        throw EndpointError(code: .host, text: "unexpected '\(after)' after the IPv6 address in '\(authority)': write [::1]:8080")
      }
      guard let address = try? SocketAddress(ipAddress: String(host), port: 0), case .v6 = address else {
        throw EndpointError(code: .host, text: "'\(host)' is not an IPv6 address: write one like [::1] or [2001:db8::7]")
      }
      portText = after.isEmpty ? nil : after.dropFirst()
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = parts[0]
      portText = parts.count > 1 ? parts[1] : nil
      if portText?.contains(":") == true {
        throw EndpointError(code: .host, text: "'\(authority)' looks like an IPv6 address: put it in brackets, [\(authority)]")
      }
    }
    guard !host.isEmpty else {
      throw EndpointError(code: .host, text: "the URL names no host: write \(scheme.rawValue)://HOST[:PORT]/PATH")
    }
    let isAllowed: (UInt8) -> Bool = { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    guard host.utf8.allSatisfy(isAllowed) else {
      throw EndpointError(
        code: .host, text: "the host '\(host)' has a character that no host name has: allowed are letters, digits, '-', '.' and '_'")
    }
    guard let portText else { return (String(host), scheme.defaultPort) }
    guard portText.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(portText), (1...65535).contains(port) else {
      throw EndpointError(code: .port, text: "the port '\(portText)' of '\(authority)' is not a number from 1 to 65535")
    }
    return (String(host), port)
  }

  private static func nearestScheme(to text: String) -> String {
    let ranked = Scheme.allCases.map { (distance(text, $0.rawValue), $0.rawValue) }
    return ranked.min { $0.0 < $1.0 }?.1 ?? "ws"
  }

  /// Levenshtein's distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(min(above, row[j]) + 1, diagonal + (character == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}

extension String {
  /// The first place of an ASCII mark.
  fileprivate func firstMark(_ mark: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
      start = index(after: start)
    }
    return nil
  }
}
