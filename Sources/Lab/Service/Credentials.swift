internal import Timeline

/// How a request says who it is from (PROTOCOL, "Handshake"). Any key that is not empty will do.
enum Credentials: Equatable {
  case none
  case header
  /// Sent as WebSocket subprotocols, as browsers must; the service echoes the first of them.
  case subprotocol(String)

  init(of request: RequestHead) {
    if let value = request.headers["Authorization"], Self.hasKey(value) {
      self = .header
      return
    }
    let offered = request.headers.all("Sec-WebSocket-Protocol").flatMap { $0.split(separator: ",") }.map(Self.trimmed)
    for (scheme, key) in zip(offered, offered.dropFirst()) where !key.isEmpty && Self.schemes.contains(scheme.lowercased()) {
      self = .subprotocol(scheme)
      return
    }
    self = .none
  }

  private static let schemes = ["token", "bearer"]

  /// `Token KEY` or `Bearer JWT`.
  private static func hasKey(_ value: String) -> Bool {
    let parts = value.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && schemes.contains(parts[0].lowercased()) && !trimmed(parts[1]).isEmpty
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let front = text.drop(while: isSpace)
    return String(front.reversed().drop(while: isSpace).reversed())
  }
}
