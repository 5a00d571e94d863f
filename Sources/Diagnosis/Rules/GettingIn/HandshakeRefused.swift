internal import Speech
internal import Timeline

/// The relay answers, and not with a WebSocket.
struct HandshakeRefused: Rule {
  let id = "handshake-refused"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.letIn)]
  let isToldByOutput = true
  let inPlaceOfRelay = Party.service
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
      guard session.floods.isEmpty else { return .notApplicable("its answer was longer than anybody takes: flooded") }
      let response = session.client.response
      if let failure = session.client.failure, failure.value.stage == .handshake, failure.value.code != "TIMEOUT" {
        let isTorn = failure.value.isWordless
        return .findings([
          finding(
            session, isTorn ? .suspected : .proven, party: .relay, cause: "handshake refused: \(failure.value.code)",
            summary: failure.value.text,
            events: [failure.event, response?.event ?? 0], evidence: "\(failure.value.code): \(failure.value.text)",
            alternatives: isTorn ? Self.torn : [])
        ])
      }
      guard let response else { return .pass }
      guard response.value.status != 101 else { return withoutSubprotocol(session, response, run) }
      guard response.value.headers["dg-error"] == nil else { return .notApplicable("the refusal is the service's: service-refused") }
      if run.turnsAway(browser: session) { return .findings([toBrowsersOnly(session, response)]) }
      let body = String(decoding: response.value.body.prefix(120), as: UTF8.self)
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "handshake refused with HTTP \(response.value.status)",
          summary: sentence(
            "The relay answered the WebSocket handshake with HTTP \(response.value.status) \(response.value.reason)",
            body.isEmpty ? "." : ", saying: \(body)",
            Self.noHandler(response.value, asked: session.client.request?.value.target ?? "/"),
            session.isBrowser ? " A page in a browser is told none of that: it sees 1006." : "",
            run.seesServiceHop && !run.some.hasService ? " No connection from it to the service was seen." : ""),
          events: [session.client.request?.event ?? 0, response.event],
          evidence: "GET \(session.client.request?.value.target ?? "") → HTTP \(response.value.status) \(response.value.reason)")
      ])
    }
  }

  private static let torn = [
    Alternative(rule: "relay-crashed", separateBy: .look("the relay's own log at that time: did it get the request, and what did it do?")),
    Alternative.onTheWayIn,
  ]

  /// What an answer that is no refusal says: something serves web pages there, and the request reached nobody who speaks WebSocket.
  static func noHandler(_ head: ResponseHead, asked target: String) -> String {
    let path = target.prefix { $0 != "?" }
    let stop = head.body.isEmpty ? "" : "."
    if (300..<400).contains(head.status), let place = head.headers["Location"] {
      return "\(stop) It sends the client on to \(place), and no WebSocket client follows: give that address as the relay's URL."
    }
    guard (200..<300).contains(head.status) else { return "" }
    let type = head.headers["Content-Type"]?.lowercased() ?? ""
    let start = String(decoding: head.body.prefix(200), as: UTF8.self).lowercased()
    let isPage = type.contains("html") || start.contains("<html") || start.contains("<!doctype")
    return sentence(
      "\(stop) That is \(isPage ? "a web page" : "the answer to an ordinary GET"): the request reached no WebSocket handler, but what serves files or an API at \(path) ",
      "(a front that does not pass the upgrade on, or another path). Try the path of the relay's own WebSocket route",
      path == "/" ? ", as `/listen` or `/ws`: the URL has none." : ", and the relay's own port behind that front.")
  }

  /// A server may choose none of the subprotocols that it is offered (RFC 6455 §4.2.2), and a browser then fails the connection (the WebSocket
  /// API, "fail the WebSocket connection"): warned of, because the client here goes on.
  private func withoutSubprotocol(_ session: SessionFacts, _ response: Located<ResponseHead>, _ run: RunFacts) -> RuleOutcome {
    guard let request = session.client.request, let offered = request.value.headers["Sec-WebSocket-Protocol"], !offered.isEmpty,
      response.value.headers["Sec-WebSocket-Protocol"] == nil
    else { return .pass }
    // Where only browsers are its clients, it works for nobody.
    let isLost = session.browserFailure != nil && !run.letsOthersIn
    return .findings([
      finding(
        session, .proven, severity: isLost ? .error : .warning, party: .relay,
        cause: "a subprotocol was offered, and none came back: no browser can connect",
        summary: sentence(
          "The client offered a subprotocol, and the relay's 101 names none. ",
          isLost
            ? "A browser fails such a connection, and so did this client; the page is told 1006 and nothing more."
            : "That works from here, not from a browser: one that offers a subprotocol (it is the only place for its token) fails the connection."
        ),
        events: [request.event, response.event, session.browserFailure?.event ?? 0].filter { $0 > 0 },
        evidence: "the 101 has no Sec-WebSocket-Protocol; the request has one",
        remedy: """
          Choose one of those that the client offers, and answer with it:

          ```python
          await websocket.accept(subprotocol=websocket.scope["subprotocols"][0])
          ```

          ```js
          const handleProtocols = (offered) => [...offered][0] ?? false;
          new WebSocketServer({ server, handleProtocols });
          ```
          """)
    ])
  }

  /// The same relay lets in others: what parts them is the browser's Origin, or the want of a header.
  private func toBrowsersOnly(_ session: SessionFacts, _ response: Located<ResponseHead>) -> Finding {
    let origin = session.client.request?.value.headers["Origin"].map { " of the origin \($0)" } ?? ""
    return finding(
      session, .proven, severity: .warning, party: .relay,
      cause: "HTTP \(response.value.status) to a browser, 101 to other clients",
      summary: sentence(
        "The relay answered a page", origin,
        " with HTTP \(response.value.status), and let in clients that are no browsers: it works from here, not from a ",
        "browser. All that the page is told is 1006."),
      events: [session.client.request?.event ?? 0, response.event],
      evidence: "with Origin → HTTP \(response.value.status) \(response.value.reason)",
      remedy: """
        If pages are to reach it, let their Origin in, and take the token from where a page can put it: a subprotocol, the query or a cookie. To play \
        the page's own origin: `headers: { Origin: https://app.example.com }` in the profile.
        """)
  }

  let examples: [RuleExample] = [
    .fires(
      "a reset in place of an answer, which may come from anything on the way", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  failed handshake ECONNRESET "the connection ended without an answer"
      """),
    .fires(
      "a browser that is refused where others are let in", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      session browser audio=linear16/16000/1 seconds=2 stop="stop"
        1.00      note remark "the client keeps a browser's rules"
        1.00      client  → GET /listen origin="https://relay.test"
      ↓ 1.01      client  ← 403 body="origin"
      """),
    .fires(
      "a browser whose subprotocol is not echoed", .proven,
      """
      session browser audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      note remark "the client keeps a browser's rules"
        0.00      client  → GET /listen sec-websocket-protocol="token"
        0.01      client  ← 101
      ↓ 0.01      note remark "the 101 chooses none of the subprotocols that were offered: a browser fails the connection here"
        0.01      client  end fin by=client
      """),
    .fires(
      "a web page where a WebSocket was asked for", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /
      ↓ 0.01      client  ← 200 body="<!doctype html><html></html>"
      """),
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
      "refused with the service's own error", alsoShows: ["service-refused"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 401 dg-error="Invalid credentials."
      """),
  ]
}
