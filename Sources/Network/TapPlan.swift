package import Machines
package import Timeline

/// Where one request that came to a tap goes on to, and where it is recorded.
package struct TapPlan: Sendable {
  /// With the target that goes on its request line.
  package var endpoint: Endpoint
  package var options: DialOptions
  /// Whose connection it is: both sides are recorded.
  package var observation: Observation
  /// Called when the connection that asked is gone, on its event loop: do not block.
  package var onEnd: (@Sendable () -> Void)?
  /// What to make of a further request on the same connection.
  package var next: @Sendable (RequestHead) -> TapPlan?

  package init(
    endpoint: Endpoint, options: DialOptions = DialOptions(), observation: Observation, onEnd: (@Sendable () -> Void)? = nil,
    next: @escaping @Sendable (RequestHead) -> TapPlan?
  ) {
    self.endpoint = endpoint
    self.options = options
    self.observation = observation
    self.onEnd = onEnd
    self.next = next
  }

  /// The request as it goes on: its target and its Host are the other side's, all else is as it came.
  func rewritten(_ request: RequestHead) -> [UInt8] {
    var lines = request.raw.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    guard let first = lines.first else { return request.raw }
    let ending: [UInt8] = first.last == UInt8(ascii: "\r") ? [UInt8(ascii: "\r")] : []
    let version = String(decoding: first.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self).split(separator: " ").last ?? "HTTP/1.1"
    lines[0] = Array("\(request.method) \(endpoint.target) \(version)".utf8) + ending
    for index in lines.indices.dropFirst() {
      let name = String(decoding: lines[index].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
      guard name.lowercased() == "host", lines[index].contains(UInt8(ascii: ":")) else { continue }
      lines[index] = Array("\(name): \(endpoint.hostHeader)".utf8) + ending
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
