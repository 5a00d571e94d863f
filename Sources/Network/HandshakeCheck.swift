internal import Digest
internal import Timeline
internal import Wire

/// What the client must check of a 101 (RFC 6455 §4.1, the numbered list after "Once the client's opening handshake has been sent").
enum HandshakeCheck {
  struct Fault: Equatable {
    var code: String
    var text: String
  }

  /// - Parameters:
  ///   - response: The answer, with status 101.
  ///   - request: What was sent.
  /// - Returns: The first check that fails.
  static func fault(in response: ResponseHead, to request: RequestHead) -> Fault? {
    let headers = response.headers
    guard headers.lists("Upgrade", "websocket") else {
      return Fault(code: "BAD_UPGRADE", text: "the 101 has \(shown(headers, "Upgrade")); RFC 6455 §4.1 wants 'Upgrade: websocket'")
    }
    guard headers.lists("Connection", "upgrade") else {
      return Fault(code: "BAD_CONNECTION", text: "the 101 has \(shown(headers, "Connection")); RFC 6455 §4.1 wants 'Connection: Upgrade'")
    }
    let expected = WebSocketAccept.key(for: request.headers["Sec-WebSocket-Key"] ?? "")
    guard headers["Sec-WebSocket-Accept"] == expected else {
      return Fault(
        code: "BAD_ACCEPT_KEY",
        text:
          "the 101 has \(shown(headers, "Sec-WebSocket-Accept")); to this request's key only '\(expected)' is the answer (RFC 6455 §4.1)")
    }
    let offers = request.headers.listed(DeflateParameters.header)
    let turnedOn = headers.listed(DeflateParameters.header)
    let asked = Set(offers.map(token))
    if let extra = turnedOn.map(token).first(where: { !asked.contains($0) }) {
      return Fault(code: "UNASKED_EXTENSION", text: "the 101 turns on the extension '\(extra)', which was not asked for (RFC 6455 §4.1)")
    }
    do throws(DeflateFault) {
      _ = try DeflateParameters.agreement(in: turnedOn, to: DeflateParameters.offers(in: offers))
    } catch {
      return Fault(
        code: "BAD_EXTENSION", text: "the 101 turns \(DeflateParameters.name) on wrongly: \(error.text) (RFC 7692 §\(error.section))")
    }
    let offered = request.headers.listed("Sec-WebSocket-Protocol")
    let chosen = headers.listed("Sec-WebSocket-Protocol")
    // What was offered may hold a token, and is not quoted.
    if let other = chosen.first(where: { !offered.contains($0) }) {
      let what = offered.isEmpty ? "none was offered" : "it is not among those offered"
      return Fault(code: "UNASKED_SUBPROTOCOL", text: "the 101 chooses the subprotocol '\(other)', but \(what) (RFC 6455 §4.1)")
    }
    if chosen.count > 1 {
      return Fault(
        code: "UNASKED_SUBPROTOCOL", text: "the 101 chooses \(chosen.count) subprotocols; only one may be chosen (RFC 6455 §4.2.2)")
    }
    return nil
  }

  private static func shown(_ headers: [HeaderField], _ name: String) -> String {
    let values = headers.all(name)
    return values.isEmpty ? "no \(name) header" : "'\(name): \(values.joined(separator: ", "))'"
  }

  /// An extension's name without its parameters.
  private static func token(_ extension: String) -> String {
    HTTPHead.trimmed(`extension`.prefix { $0 != ";" }).lowercased()
  }
}
