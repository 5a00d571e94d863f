internal import Digest
internal import Timeline
internal import Wire

/// Builds the client's opening request (RFC 6455 §4.1).
enum OpeningRequest {
  /// - Parameters:
  ///   - compression: What is offered; nil: none.
  ///   - headers: Go out in this order, behind the handshake's own; a `Host` among them replaces ours.
  /// - Returns: The request, or what in it can't go on a wire.
  static func make(
    to endpoint: Endpoint, target: String, headers: [HeaderField], subprotocols: [String], compression: DeflateParameters? = nil
  ) -> Result<RequestHead, HeadFault> {
    guard target.hasPrefix("/"), target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return .failure(HeadFault(text: "the request target must begin with '/' and have neither spaces nor non-ASCII characters"))
    }
    for field in headers {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }) else {
        return .failure(HeadFault(text: "'\(HTTPHead.printable(field.name.utf8))' is not a header name"))
      }
      guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        return .failure(HeadFault(text: "the value of the header '\(field.name)' has a line break or control character in it"))
      }
    }
    guard subprotocols.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") } }) else {
      return .failure(HeadFault(text: "a subprotocol is empty, or has a space, comma, control or non-ASCII character in it"))
    }
    var all: [HeaderField] = []
    if headers["Host"] == nil { all.append(HeaderField("Host", endpoint.hostHeader)) }
    all += [
      HeaderField("Upgrade", "websocket"), HeaderField("Connection", "Upgrade"), HeaderField("Sec-WebSocket-Key", freshKey()),
      HeaderField("Sec-WebSocket-Version", "13"),
    ]
    if !subprotocols.isEmpty { all.append(HeaderField("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", "))) }
    if let compression { all.append(HeaderField(DeflateParameters.header, compression.text)) }
    return .success(RequestHead(target: target, headers: all + headers))
  }

  /// 16 random bytes in base64.
  private static func freshKey() -> String {
    var random = SystemRandomNumberGenerator()
    return Base64.encode((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
  }
}
