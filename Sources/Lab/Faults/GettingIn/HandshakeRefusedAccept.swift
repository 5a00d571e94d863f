internal import Machines
internal import Timeline

/// A handshake written by hand that answers with a key of its own.
struct HandshakeRefusedAccept: Fault {
  let name = "handshake-refused:accept"
  let rule = "handshake-refused"
  let party = Party.relay
  let summary = "the relay's 101 has a Sec-WebSocket-Accept that does not belong to the client's key"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .accept(let subprotocol, let headers) = action else { return [action] }
      // The example of RFC 6455 §1.3, copied with its key.
      return [.accept(subprotocol: subprotocol, headers: headers + [HeaderField("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")])]
    }
  }
}
