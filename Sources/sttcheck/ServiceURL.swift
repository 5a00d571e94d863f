internal import Network

/// The URL of a service on the command line: `ws://` or `wss://`, as a profile's.
enum ServiceURL {
  static func read(_ text: String, option: String) throws(CommandFailure) -> Endpoint {
    let endpoint: Endpoint
    do { endpoint = try Endpoint(parsing: text) } catch { throw CommandFailure(code: .usage, text: "\(option): \(error.text)") }
    switch endpoint.scheme {
    case .ws, .wss: return endpoint
    case .http, .https:
      let better = endpoint.scheme == .http ? "ws" : "wss"
      throw CommandFailure(
        code: .usage, text: "\(option): its scheme is neither ws nor wss; write \(better):// in place of \(endpoint.scheme.rawValue)://")
    }
  }
}
