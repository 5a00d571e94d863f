/// One HTTP header line, name and value as they came.
package struct HeaderField: Sendable, Hashable, Codable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HeaderField] {
  /// The first value under a name, compared without case.
  package subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return first { $0.name.lowercased() == wanted }?.value
  }

  /// Every value under a name, compared without case, in order.
  package func all(_ name: String) -> [String] {
    let wanted = name.lowercased()
    return filter { $0.name.lowercased() == wanted }.map(\.value)
  }
}

/// The opening request of a WebSocket connection (RFC 6455 §4.1).
package struct RequestHead: Sendable, Equatable, Codable {
  package var method: String
  /// Path and query, as on the request line.
  package var target: String
  package var headers: [HeaderField]
  /// The head's bytes as they crossed the wire, up to and with the empty line.
  package var raw: [UInt8]

  package init(method: String = "GET", target: String, headers: [HeaderField], raw: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.headers = headers
    self.raw = raw ?? renderHead("\(method) \(target) HTTP/1.1", headers)
  }
}

/// The answer to it: 101, or a refusal with its body.
package struct ResponseHead: Sendable, Equatable, Codable {
  package var status: Int
  package var reason: String
  package var headers: [HeaderField]
  /// The body of a refusal, whole up to the limit of the reader; empty for 101.
  package var body: [UInt8]
  package var raw: [UInt8]

  package init(status: Int, reason: String, headers: [HeaderField], body: [UInt8] = [], raw: [UInt8]? = nil) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
    self.raw = raw ?? renderHead("HTTP/1.1 \(status) \(reason)", headers)
  }
}

/// An HTTP/1.1 head as bytes.
package func renderHead(_ startLine: String, _ headers: [HeaderField]) -> [UInt8] {
  var text = startLine + "\r\n"
  for field in headers { text += "\(field.name): \(field.value)\r\n" }
  return Array((text + "\r\n").utf8)
}
