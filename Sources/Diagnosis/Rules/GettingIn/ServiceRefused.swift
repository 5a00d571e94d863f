internal import Speech
internal import Timeline

/// The service refused the relay, and the relay says so.
struct ServiceRefused: Rule {
  let id = "service-refused"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.dialled), .of(.letIn)]
  let title = "the service refused the relay (key, plan, model or a parameter)"
  let why = """
    The relay's own connection to the service was answered with 400, 401, 402, 403, 404, 405 or 429 instead of 101. The true reason stands in the `dg-error` header; \
    a good relay passes it on.
    """
  let clientView = """
    The relay passes the refusal on: 1011 with the status, `dg-error` and request id in its reason, or an error message that quotes \
    them.
    """
  let serviceView = "The answer to the relay's handshake is 400, 401, 402, 403, 404, 405 or 429 with `dg-error`."
  let remedy = """
    Read the service's own words and mend what they name: 401/403 the API key in the relay's environment (is it set, valid, of the right project?), \
    400 a query parameter, 402 the balance, 404 path or model, 429 too many connections at once. To try the key alone:

    ```sh
    curl -i https://api.deepgram.com/v1/projects \\
         -H "Authorization: Token $DEEPGRAM_API_KEY"
    ```
    """
  var otherRemedies: [Party: String] {
    [
      .relay: """
      Mend the URL that the relay dials: the path is `/v1/listen` (`/v2/listen` speaks another protocol, Flux), and each parameter of its query is one that \
      the service knows, spelled as it wants it. To try the URL without the relay:

      ```sh
      curl -i -N "https://api.deepgram.com/v1/listen?encoding=linear16&sample_rate=16000" \\
           -H "Authorization: Token $DEEPGRAM_API_KEY" -H "Connection: Upgrade" -H "Upgrade: websocket" \\
           -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
      ```
      """,
      .client: "Mend the parameter in the client's own URL: the relay passes it on, and the service does not take it.",
    ]
  }
  let citation = "Deepgram live API: refusals are HTTP 400/401/402/403/404/405/429 with dg-error and dg-request-id."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      for service in session.services {
        guard let refusal = ServiceRefusalSeen(service) else { continue }
        let shown = refusal.shown(on: session.client)
        guard shown != nil || !refusal.isHeard(by: session) else {
          return .notApplicable("the refusal is hidden: service-refusal-hidden")
        }
        if let late = LateDial(refusal.status, dialledAt: service.begun, session, run) {
          return .findings([ended(session, late, refusal.text, [service.request?.event ?? 0, refusal.event, shown ?? 0])])
        }
        let part = RefusedPart(
          status: refusal.status, words: refusal.words, service: service, client: session.client, run.run.origin)
        return .findings([
          finding(
            session, .proven, party: part?.party ?? .service,
            cause: part.map { "the service refused \($0.text): \(refusal.text)" } ?? "service refused the relay: \(refusal.text)",
            summary: sentence(
              "The service answered the relay's handshake with \(refusal.text)",
              refusal.requestID.map { " (request \($0))" } ?? "",
              shown == nil ? "; its client was gone by then." : ", and the relay passed that on to its client.",
              part.map { " \(Self.tells($0))" } ?? ""),
            events: [service.request?.event ?? 0, refusal.event, shown ?? 0],
            evidence: sentence(
              "service hop: \(part == nil ? "" : "GET \(service.request?.value.target ?? "") → ")HTTP \(refusal.text) ",
              "at \(seconds(refusal.at)); the client was \(shown == nil ? "gone" : "told")"),
            remedy: part?.isKey == true ? Self.withKey : nil)
        ])
      }
      return session.services.isEmpty ? fromClientHop(session, run) : .pass
    }
  }

  /// What was not taken, and who asked for it.
  private static func tells(_ part: RefusedPart) -> String {
    if part.isKey { return "It has no `Authorization` header, no subprotocol and nothing in its query that says who asks." }
    let whose = part.party == .client ? "client asked for itself" : "relay asked for of its own"
    return "What it did not take is \(part.text), which the \(whose)."
  }

  /// The token that the relay had was good when its client came, and not any more when it dialled.
  private func ended(_ session: SessionFacts, _ late: LateDial, _ words: String, _ events: [Int64]) -> Finding {
    finding(
      session, .inferred, party: .relay,
      cause: "the service refused the relay, which dialled \(seconds(late.age)) after its client came: \(words)",
      summary: sentence(
        "The relay dialled the service \(seconds(late.age)) after its client had come, and was refused (\(words)). In session ",
        "\(late.letIn.info.number) it dialled sooner and was let in, so the key itself is good: a token that was got when the ",
        "client came has ended by then (the vendor's grants live 30 s)."),
      events: events, evidence: "the client was let in at \(seconds(late.cameAt)), the relay dialled \(seconds(late.age)) later: \(words)",
      remedy: Self.freshToken)
  }

  private static let withKey = """
    Send the API key with the handshake, as a header of its own:

    ```python
    headers = {"Authorization": f"Token {os.environ['DEEPGRAM_API_KEY']}"}
    service = await websockets.connect(url, additional_headers=headers)
    ```

    ```js
    const headers = { Authorization: `Token ${process.env.DEEPGRAM_API_KEY}` };
    const service = new WebSocket(url, { headers });
    ```

    A browser can't send headers: there it goes as subprotocols, `["token", KEY]`, and belongs to a key that may be seen.
    """

  private static let freshToken = """
    Get the token when the service is dialled, and not when the client comes; a connection that is open outlives its token:

    ```python
    token = await grant()                       # right before it, each time
    service = await websockets.connect(url, additional_headers={"Authorization": f"Bearer {token}"})
    ```

    ```js
    const token = await grant();                // right before it, each time
    const service = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } });
    ```
    """

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    if let response = session.client.response, response.value.status != 101, let words = response.value.headers["dg-error"] {
      return .findings([
        told(
          session, run, response.event, "\(response.value.status) \(words)", "the relay refused the handshake with the service's dg-error")
      ])
    }
    guard let close = session.client.close(by: .relay), close.value.code != 1000, let status = Self.status(in: close.value.reason) else {
      return .notApplicable("the relay passed no refusal on")
    }
    if let first = session.client.audio.first, let late = LateDial(status, dialledAt: first.at, session, run),
      close.at - first.at < .seconds(5)
    {
      return .findings([ended(session, late, close.value.text, [first.event, close.event])])
    }
    return .findings([
      told(session, run, close.event, "\(status)", close.value.text)
    ]
    )
  }

  private func told(_ session: SessionFacts, _ run: RunFacts, _ event: Int64, _ status: String, _ evidence: String) -> Finding {
    let number = Int(status.prefix(3))
    let part = number.flatMap { RefusedPart(status: $0, words: evidence, service: nil, client: session.client, run.run.origin) }
    // What it asked for was not taken: by whose wish, can't be seen from here.
    let isOfRequest = part == nil && [400, 404].contains(number)
    return finding(
      session, isOfRequest ? .suspected : .proven, party: part?.party ?? (isOfRequest ? .relay : .service),
      cause: part.map { "the service refused \($0.text): \(status)" } ?? "service refused the relay: \(status)",
      summary: "The relay says that the service refused it: \(evidence).", events: [event], evidence: evidence,
      alternatives: isOfRequest
        ? [Alternative(rule: "parameters-not-forwarded", separateBy: seeServiceHop("what the relay asks for"))] : [])
  }

  /// A refusal's status, where the reason speaks of the service too: a bare number proves nothing.
  static func status(in reason: String) -> Int? {
    let text = reason.lowercased()
    guard ["service", "deepgram", "dg-error", "dg_error", "request_id", "upstream", "invalid_auth"].contains(where: { text.contains($0) })
    else { return nil }
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    return numbers.first { [400, 401, 402, 403, 404, 405, 429].contains($0) }
  }

  let examples: [RuleExample] = [
    .fires(
      "the client was gone before: nobody hid it", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        3.00      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 3.02      service ← 402 dg-error="Not enough credits."
      """),
    .fires(
      "what it refuses needs a parameter that the relay left out", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen?utterance_end_ms=1000
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&utterance_end_ms=1000
      ↓ 0.04      service ← 400 dg-error="Invalid 'utterance_end_ms' value of '1000': it needs 'interim_results=true'."
      ↓ 0.05      client  ← close 1011 "service refused: 400"
      """),
    .fires(
      "from the client hop: what was asked for is not taken, and by whose wish it was asked can't be seen", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.05      client  ← close 1011 "service refused: 400 INVALID_QUERY_PARAMETER"
      """),
    .fires(
      "a wrong key, passed on", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 401 dg-error="Invalid credentials." body="{'err_code':'INVALID_AUTH','err_msg':'Invalid credentials.','request_id':'r-1'}"
      ↓ 0.05      client  ← close 1011 "service refused: 401 INVALID_AUTH"
      """),
    .fires(
      "from the client hop: the relay says so", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.05      client  ← close 1011 "service refused: 401 INVALID_AUTH"
      """),
    .fires(
      "no key at all", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?sample_rate=16000 Host="h"
      ↓ 0.04      service ← 401 body="{'err_code':'INVALID_AUTH'}"
      ↓ 0.05      client  ← close 1011 "service refused: 401 INVALID_AUTH"
      """),
    .silent(
      "a number alone is no refusal", alsoShows: ["unexpected-close"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.05      client  ← close 1011 "worker 404 restarted"
      """),
    .silent(
      "accepted",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
      """),
  ]
}
