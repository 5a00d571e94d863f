/// What a page in a browser may do on a WebSocket: less than other clients (HTML standard, "WebSockets"; Fetch standard, forbidden request
/// headers).
package enum BrowserRules {
  /// Headers of the opening request that a browser writes by itself, in lower case; a page can add no other.
  package static let headers = ["accept-language", "cookie", "origin", "user-agent"]

  package static func maySend(header name: String) -> Bool { headers.contains(name.lowercased()) }

  /// Whether a page may close with this code, which is nil where it names none: 1000, or one of an application's own.
  package static func mayClose(with code: UInt16?) -> Bool {
    guard let code else { return true }
    return code == 1000 || (3000...4999).contains(code)
  }
}
