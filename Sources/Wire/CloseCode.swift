/// The status codes of Close frames: RFC 6455 §7.4 and the registry it founded.
package enum CloseCode {
  /// Whether a Close frame may carry this code.
  ///
  /// 1005, 1006 and 1015 stand for what was never sent (§7.4.1); 1004 and 1016–2999 have no meaning yet. 1012–1014 were registered
  /// after the RFC and are in use.
  package static func isLegalOnTheWire(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  /// What a code means, in a few words; never empty.
  package static func name(_ code: UInt16) -> String {
    switch code {
    case 1000: "normal closure"
    case 1001: "going away"
    case 1002: "protocol error"
    case 1003: "unsupported data"
    case 1005: "no status received"
    case 1006: "abnormal closure"
    case 1007: "invalid payload data"
    case 1008: "policy violation"
    case 1009: "message too big"
    case 1010: "mandatory extension"
    case 1011: "internal error"
    case 1012: "service restart"
    case 1013: "try again later"
    case 1014: "bad gateway"
    case 1015: "TLS handshake failed"
    case 1004, 1016...2999: "reserved"
    case 3000...3999: "registered by an application"
    case 4000...4999: "private use"
    default: letters(code).map { "the letters '\($0)', as of a reason sent without a code in front" } ?? "not a close code"
    }
  }

  private static func letters(_ code: UInt16) -> String? {
    let bytes = [UInt8(code >> 8), UInt8(code & 0xFF)]
    return bytes.allSatisfy { (0x20...0x7E).contains($0) } ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
