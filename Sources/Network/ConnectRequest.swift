package import Timeline

/// What a client asks of a proxy: a tunnel to a host and port (RFC 9110 §9.3.6).
package struct ConnectRequest: Sendable, Equatable, CustomStringConvertible {
  /// A name in lower case and without a dot at its end, or an address without brackets.
  package var host: String
  package var port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Reads the request's head.
  /// - Throws: The answer that it deserves: 501 for another method, 400 for a target that is no HOST:PORT (RFC 9112 §3.2.3).
  package init(_ head: RequestHead) throws(ConnectRefusal) {
    guard head.method == "CONNECT" else {
      throw ConnectRefusal(
        status: 501, reason: "Not Implemented",
        text: "this proxy knows CONNECT only: it is for https:// and wss:// (HTTPS_PROXY), and was asked to \(head.method)")
    }
    let target = head.target
    var host = target[...]
    var port = target[target.endIndex...]
    if let colon = target.lastIndex(of: ":") {
      host = target[..<colon]
      port = target[target.index(after: colon)...]
    }
    let isBracketed = host.first == "[" && host.last == "]" && host.count > 2
    if isBracketed { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, host.utf8.allSatisfy(Self.isLegal), host.contains(":") == isBracketed,
      port.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(port), (1...65_535).contains(number)
    else {
      throw ConnectRefusal(
        status: 400, reason: "Bad Request", text: "CONNECT wants HOST:PORT, and was given '\(HTTPHead.printable(target.utf8))'")
    }
    var name = host.lowercased()
    if name.count > 1, name.hasSuffix(".") { name.removeLast() }
    self.init(host: name, port: number)
  }

  private static func isLegal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
      true
    default: false
    }
  }
}

/// Why a proxy opens no tunnel, as the answer to the client.
package struct ConnectRefusal: Error, Sendable, Equatable {
  package var status: Int
  package var reason: String
  package var text: String
}
