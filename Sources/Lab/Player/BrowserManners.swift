internal import Scenarios
internal import Timeline
internal import Wire

/// What makes a scripted client a page in a browser: its headers, what it refuses, and what it cannot say.
struct BrowserManners: Sendable {
  /// Of the opening request: what the profile may add, and the page's Origin (RFC 6455 §10.2).
  let headers: [HeaderField]
  private let offered: [String]

  init(_ profile: Profile) {
    let allowed = profile.headers.filter { BrowserRules.maySend(header: $0.name) }
    let hasOrigin = allowed.contains { $0.name.lowercased() == "origin" }
    headers = hasOrigin ? allowed : allowed + [HeaderField("Origin", Self.origin(profile.relay))]
    offered = profile.subprotocols
  }

  /// The page is the relay's own, as most are.
  private static func origin(_ relay: String?) -> String {
    guard let relay, let url = try? WebSocketURL(parsing: relay) else { return "http://localhost" }
    let host = url.host.contains(":") ? "[\(url.host)]" : url.host
    let port = url.port == (url.secure ? 443 : 80) ? "" : ":\(url.port)"
    return "\(url.secure ? "https" : "http")://\(host)\(port)"
  }

  /// Why a browser fails a connection that has this 101 (HTML standard, "establish a WebSocket connection": a subprotocol was offered and none
  /// came back); nil where it takes it.
  func fault(in head: ResponseHead) -> String? {
    guard !offered.isEmpty, head.headers["Sec-WebSocket-Protocol"] == nil else { return nil }
    return "the 101 chooses none of the subprotocols that were offered: a browser fails the connection here, and the page is told 1006"
  }

  /// Why a page cannot do what a step wants; nil where it can.
  static func fault(of step: Step) -> String? {
    switch step {
    case .ping: "a page in a browser cannot send a ping"
    case .send(.raw): "a page in a browser cannot send frames of its own making"
    case .close(let code, _):
      BrowserRules.mayClose(with: code) ? nil : "a page in a browser may close with 1000 or 3000 to 4999, and not with \(code)"
    default: nil
    }
  }
}
