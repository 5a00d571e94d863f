/// The server's proof that it read the client's handshake (RFC 6455 §1.3 and §4.2.2).
package enum WebSocketAccept {
  /// The value of `Sec-WebSocket-Accept` that answers a `Sec-WebSocket-Key`.
  /// - Parameter key: The header's value without surrounding spaces, as it came: it is not decoded.
  package static func key(for key: String) -> String {
    Base64.encode(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }
}
