internal import CLibcrypto
internal import CLibssl

/// Why TLS did not come about, or broke.
struct TLSFault: Error, Sendable, Equatable, CustomStringConvertible {
  enum Kind: Sendable, Equatable {
    /// The other side said so, by this alert.
    case alert(String)
    /// The other side speaks neither TLS 1.2 nor 1.3.
    case oldProtocol
    /// Its TCP connection ended in the midst of the handshake.
    case cutOff
    /// Its TCP connection ended behind the handshake, without close_notify.
    case unclean
    /// OpenSSL's own words.
    case other
  }

  var kind: Kind
  var description: String

  static let cutOff = TLSFault(kind: .cutOff, description: "the connection ended in the midst of the TLS handshake")
  static let unclean = TLSFault(kind: .unclean, description: "the TLS connection ended without close_notify")

  /// The other side's alert; nil where it sent none.
  var alert: String? {
    guard case .alert(let name) = kind else { return nil }
    return name
  }

  /// A received alert is a reason of libssl from this number on (SSL_AD_REASON_OFFSET).
  private static let alerts = 1000..<1256

  /// The first entry of this thread's error queue, which is emptied.
  static func taken() -> TLSFault {
    let code = ERR_get_error()
    ERR_clear_error()
    let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL gives no reason (error \(code))"
    guard ERR_GET_LIB(code) == ERR_LIB_SSL else { return TLSFault(kind: .other, description: text) }
    let reason = Int(ERR_GET_REASON(code))
    if alerts.contains(reason) {
      let name = TLSAlert.name(reason - alerts.lowerBound)
      return TLSFault(kind: name == "protocol_version" ? .oldProtocol : .alert(name), description: "TLS alert \(name)")
    }
    return TLSFault(kind: reason == SSL_R_UNSUPPORTED_PROTOCOL ? .oldProtocol : .other, description: text)
  }
}
