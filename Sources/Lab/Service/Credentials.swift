internal import Timeline

/// How a request says who it is from (PROTOCOL, "Handshake").
enum Credentials: Equatable {
  case none
  case header(scheme: String, key: String)
  /// Sent as WebSocket subprotocols, as browsers must; the service echoes the first of them.
  case subprotocol(String, key: String)

  init(of request: RequestHead) {
    if let value = request.headers["Authorization"], let (scheme, key) = Self.parts(of: value) {
      self = .header(scheme: scheme, key: key)
      return
    }
    let offered = request.headers.all("Sec-WebSocket-Protocol").flatMap { $0.split(separator: ",") }.map(Self.trimmed)
    for (scheme, key) in zip(offered, offered.dropFirst()) where !key.isEmpty && Self.schemes.contains(scheme.lowercased()) {
      self = .subprotocol(scheme, key: key)
      return
    }
    self = .none
  }

  /// Never empty.
  var key: String? {
    switch self {
    case .none: nil
    case .header(_, let key), .subprotocol(_, let key): key
    }
  }

  /// As a JWT has to be shown.
  var isBearer: Bool {
    switch self {
    case .none: false
    case .header(let scheme, _), .subprotocol(let scheme, _): scheme.lowercased() == "bearer"
    }
  }

  private static let schemes = ["token", "bearer"]

  /// `Token KEY` or `Bearer JWT`.
  private static func parts(of value: String) -> (scheme: String, key: String)? {
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, schemes.contains(parts[0].lowercased()) else { return nil }
    let key = trimmed(parts[1])
    return key.isEmpty ? nil : (String(parts[0]), key)
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let front = text.drop(while: isSpace)
    return String(front.reversed().drop(while: isSpace).reversed())
  }
}
