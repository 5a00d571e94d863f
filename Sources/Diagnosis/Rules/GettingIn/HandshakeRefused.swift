internal import Speech
internal import Timeline

/// The relay answers, and not with a WebSocket.
struct HandshakeRefused: Rule {
  let id = "handshake-refused"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.letIn)]
  let title = "the relay refused the WebSocket handshake"
  let why = """
    The relay (or a proxy in front of it) answered something other than 101, or a 101 that breaks RFC 6455: a wrong Sec-WebSocket-Accept, a subprotocol or an \
    extension that nobody asked for. Status, headers and body are in the recording.
    """
  let clientView = """
    Another status than 101, with its headers and its body; or a 101 with the wrong Sec-WebSocket-Accept, or with a subprotocol or an \
    extension that was not asked for.
    """
  let serviceView = "Nothing: the relay (or the proxy before it) refused before it dialled."
  let remedy = """
    401/403: give the client the relay's own credentials (`headers`, `subprotocols` in the profile); ASGI servers answer 403 too where the handler \
    closes before it accepts, and 500 where it fails there, as at dialling the service: the relay's log tells. 404: the path of the URL. 426/400: the path serves HTTP, not WebSocket. \
    502/503/504: the proxy cannot reach the relay behind it. A proxy that does not pass the upgrade on makes a 404, 400 or 426 of the right path; nginx wants

    ```nginx
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
    ```

    To see the answer:

    ```sh
    curl -i -N http://HOST:PORT/PATH -H "Connection: Upgrade" \\
         -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" \\
         -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    ```
    """
  let citation = "RFC 6455 §4.1: the client must fail the connection unless the answer is 101 with the right Sec-WebSocket-Accept."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      let response = session.client.response
      if let failure = session.client.failure, failure.value.stage == .handshake, failure.value.code != "TIMEOUT" {
        return .findings([
          finding(
            session, .proven, party: .relay, cause: "handshake refused: \(failure.value.code)", summary: failure.value.text,
            events: [failure.event, response?.event ?? 0], evidence: "\(failure.value.code): \(failure.value.text)")
        ])
      }
      guard let response, response.value.status != 101 else { return .pass }
      guard response.value.headers["dg-error"] == nil else { return .notApplicable("the refusal is the service's: service-refused") }
      let body = String(decoding: response.value.body.prefix(120), as: UTF8.self)
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "handshake refused with HTTP \(response.value.status)",
          summary: sentence(
            "The relay answered the WebSocket handshake with HTTP \(response.value.status) \(response.value.reason)",
            body.isEmpty ? "." : ", saying: \(body)",
            run.seesServiceHop && !run.some.hasService ? " No connection from it to the service was seen." : ""),
          events: [session.client.request?.event ?? 0, response.event],
          evidence: "GET \(session.client.request?.value.target ?? "") → HTTP \(response.value.status) \(response.value.reason)")
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "a proxy that cannot reach its relay", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  ← 502 body="bad gateway"
      """),
    .fires(
      "a 101 with the wrong key", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.01      client  failed handshake BAD_ACCEPT_KEY "Sec-WebSocket-Accept is not the digest of our key"
      """),
    .silent(
      "accepted",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      """),
    .silent(
      "refused with the service's own error",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 401 dg-error="Invalid credentials."
      """),
  ]
}
