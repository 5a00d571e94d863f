package import Timeline
internal import Speech

/// Where a relay listens (RFC 6455 §3), or where an HTTP request goes: taken apart for dialling.
package struct WebSocketURL: Sendable, Hashable {
  /// Which schemes a URL may have.
  package enum Family: Sendable {
    case webSocket, http

    var schemes: (plain: String, secure: String) { self == .http ? ("http", "https") : ("ws", "wss") }
    var others: (plain: String, secure: String) { self == .http ? ("ws", "wss") : ("http", "https") }
  }

  /// Why a text is no such URL, without quoting it: it may hold a key.
  package struct Fault: Error, Sendable, Equatable {
    package var problem: String
    package var advice: String?
  }

  /// `wss` or `https`.
  package var secure: Bool
  /// Without the brackets of an IPv6 address.
  package var host: String
  package var port: Int
  /// Path and query, as on the request line.
  package var target: String

  package init(parsing text: String, as family: Family = .webSocket) throws(Fault) {
    let (plain, safe) = family.schemes
    guard let colon = text.firstRange(of: "://") else {
      throw Fault(problem: "it has no scheme", advice: "write \(plain)://HOST:PORT/PATH or \(safe)://HOST/PATH")
    }
    switch text[..<colon.lowerBound].lowercased() {
    case plain: secure = false
    case safe: secure = true
    case let other:
      let better = other == family.others.plain ? plain : other == family.others.secure ? safe : nil
      throw Fault(
        problem: "its scheme is neither \(plain) nor \(safe)",
        advice: better.map { "write \($0):// in place of \(other)://" } ?? "write \(plain)://… or \(safe)://…")
    }
    let rest = text[colon.upperBound...]
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Fault(problem: "it has a space or another character that no URL has", advice: "percent-encode it, a space as %20")
    }
    guard !rest.contains("#") else {
      let why = family == .http ? "which no request carries" : "which WebSocket URLs must not have (RFC 6455 §3)"
      throw Fault(problem: "it has a fragment ('#'), \(why)", advice: nil)
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else {
      throw Fault(problem: "it has credentials before the host", advice: "put them into headers: { Authorization: … }")
    }
    (host, port) = try Self.split(authority, secure: secure, scheme: plain)
    let after = rest[authority.endIndex...]
    target = after.first == "/" ? String(after) : "/" + after
  }

  /// The same with parameters added to the query, percent-encoded here.
  package func adding(_ query: [HeaderField]) -> WebSocketURL {
    guard !query.isEmpty else { return self }
    var copy = self
    let pairs = query.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }
    let joint = !target.contains("?") ? "?" : target.hasSuffix("?") || target.hasSuffix("&") ? "" : "&"
    copy.target = target + joint + pairs.joined(separator: "&")
    return copy
  }

  private static func split(_ authority: Substring, secure: Bool, scheme: String) throws(Fault) -> (host: String, port: Int) {
    var host = authority
    var tail = authority[authority.endIndex...]
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { throw Fault(problem: "its IPv6 address lacks the closing bracket", advice: nil) }
      host = authority[authority.index(after: authority.startIndex)..<end]
      tail = authority[authority.index(after: end)...]
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      tail = authority[colon...]
    }
    guard !host.isEmpty else { throw Fault(problem: "it names no host", advice: "write \(scheme)://HOST:PORT/PATH") }
    guard !tail.isEmpty else { return (String(host), secure ? 443 : 80) }
    guard tail.first == ":", let port = Int(tail.dropFirst()), (1...65_535).contains(port) else {
      throw Fault(problem: "its port is no number from 1 to 65535", advice: nil)
    }
    return (String(host), port)
  }
}
