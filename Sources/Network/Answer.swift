internal import Digest
internal import Timeline
internal import Wire

/// The server's answers to an opening request.
enum Answer {
  /// 101 with the proof that the request was read (RFC 6455 §4.2.2).
  /// - Parameter compression: What of the client's offers is taken; nil: none.
  static func switching(
    for request: RequestHead, subprotocol: String?, headers: [HeaderField], compression: DeflateParameters? = nil
  ) -> ResponseHead {
    var all = [
      HeaderField("Upgrade", "websocket"), HeaderField("Connection", "Upgrade"),
      // A relay that is broken on purpose answers with another key.
      HeaderField(
        "Sec-WebSocket-Accept", headers["Sec-WebSocket-Accept"] ?? WebSocketAccept.key(for: request.headers["Sec-WebSocket-Key"] ?? "")),
    ]
    if let subprotocol { all.append(HeaderField("Sec-WebSocket-Protocol", subprotocol)) }
    if let compression { all.append(HeaderField(DeflateParameters.header, compression.text)) }
    return ResponseHead(status: 101, reason: "Switching Protocols", headers: all + headers.filter { $0.name != "Sec-WebSocket-Accept" })
  }

  /// A refusal as it can go out: with its length, and the word that the connection ends.
  static func complete(_ response: ResponseHead) -> ResponseHead {
    var headers = response.headers
    if headers["Content-Length"] == nil, headers["Transfer-Encoding"] == nil {
      headers.append(HeaderField("Content-Length", String(response.body.count)))
    }
    if headers["Connection"] == nil { headers.append(HeaderField("Connection", "close")) }
    return ResponseHead(status: response.status, reason: response.reason, headers: headers, body: response.body)
  }

  /// A refusal with one line of plain text.
  static func line(_ status: Int, _ reason: String, _ text: String, _ headers: [HeaderField] = []) -> ResponseHead {
    complete(
      ResponseHead(
        status: status, reason: reason, headers: headers + [HeaderField("Content-Type", "text/plain; charset=utf-8")],
        body: Array((text + "\n").utf8)))
  }
}

extension RequestHead {
  /// What an opening request lacks that no server can accept it without (RFC 6455 §4.2.1), as the refusal to send; nil where it is complete.
  var upgradeFault: ResponseHead? {
    guard asksForWebSocket else {
      return Answer.line(426, "Upgrade Required", "this port takes WebSocket connections only", [HeaderField("Upgrade", "websocket")])
    }
    guard method == "GET" else {
      return Answer.line(405, "Method Not Allowed", "a WebSocket connection is opened with GET (RFC 6455 §4.1)")
    }
    guard headers.listed("Sec-WebSocket-Version") == ["13"] else {
      return Answer.line(
        426, "Upgrade Required", "only version 13 of the WebSocket protocol is spoken here", [HeaderField("Sec-WebSocket-Version", "13")])
    }
    guard let key = headers["Sec-WebSocket-Key"], !key.isEmpty else {
      return Answer.line(400, "Bad Request", "the request has no Sec-WebSocket-Key (RFC 6455 §4.1)")
    }
    return nil
  }
}
