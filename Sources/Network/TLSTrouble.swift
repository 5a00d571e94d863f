/// What went wrong on a connection that began with TLS, before any request.
package enum TLSTrouble: Sendable, Equatable {
  /// The port speaks plain HTTP only.
  case notSpoken
  /// The handshake was not completed; why, in words.
  case brokenOff(String)

  init(_ ending: SocketEnding) {
    let told = ending.text ?? "the client closed the connection"
    let isCut = told.contains("EOF during handshake") || told.contains("uncleanShutdown")
    self = .brokenOff(Self.alert(in: told) ?? (isCut ? "the client closed the connection in the midst of the handshake" : told))
  }

  /// What the client says of it, out of the TLS library's words: `…:TLSV1_ALERT_UNKNOWN_CA at …` (RFC 8446 §6.2).
  static func alert(in text: String) -> String? { alertName(in: text).map { "TLS alert \($0)" } }

  /// The same, its name alone: `unknown_ca`.
  static func alertName(in text: String) -> String? {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    guard let word = words.first(where: { $0.contains("_ALERT_") }),
      let name = word.range(ofMark: "_ALERT_").map({ word[$0.upperBound...] })
    else { return nil }
    return name.lowercased()
  }
}
