internal import Speech
internal import Timeline

/// The service refused the relay, and the client never learns it.
struct ServiceRefusalHidden: Rule {
  let id = "service-refusal-hidden"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.dialled)]
  let isToldByOutput = true
  let hypothesis: HypothesisWords? = HypothesisWords(
    "service refused the relay, which hides it", seenBy: "the service's answer to the relay")
  let title = "the service refused the relay, and the relay hides it"
  let why = """
    The relay is the only place where the true reason exists: browsers cannot read a refused handshake. A relay that accepts its client and then stays silent, \
    or closes with a bare 1011 or 1006, costs its users the one line that would have told them.
    """
  let clientView = "Accepted, then silence, or a close 1011 or 1006 without a reason."
  let serviceView = "The answer to the relay's handshake is a refusal with `dg-error`; nothing of it is on the client hop."
  let remedy = """
    Mend what the service's words name (401 and 403: the API key in the relay's environment, 400: a parameter of the query, 402: the balance, 429: too \
    many connections at once), and pass them on where the relay dials:

    ```python
    try:
        service = await websockets.connect(url, additional_headers=headers)
    except websockets.exceptions.InvalidStatus as refused:
        r = refused.response
        why = f"{r.status_code} {r.headers.get('dg-error', '')}"
        await client.close(code=1011, reason=f"service refused: {why}"[:120])
    ```

    ```js
    service.on("unexpected-response", (request, response) => {
      const why = `${response.statusCode} ${response.headers["dg-error"] ?? ""}`;
      client.close(1011, `service refused: ${why}`.slice(0, 120));
    });
    ```
    """
  let citation = "Deepgram live API: refusals are an HTTP status with dg-error; a browser cannot read them, so the relay must."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      for service in session.services {
        guard let refusal = ServiceRefusalSeen(service) else { continue }
        guard refusal.shown(on: session.client) == nil else { return .pass }
        guard refusal.isHeard(by: session) else { return .notApplicable("the client was gone before the service refused") }
        // A relay that was refused once and got in at its next attempt has nothing to tell.
        guard !session.services.contains(where: { $0.isOpen && $0.begun >= service.begun }) else { continue }
        guard !session.missedTheEnd else {
          return .notApplicable("the client was not reading when the connection broke: what it was told is lost with it")
        }
        return .findings([
          finding(
            session, .proven, party: .relay, cause: "service refused the relay (\(refusal.text)) and the relay hid it",
            summary: sentence(
              "The service answered the relay's handshake with \(refusal.text)",
              refusal.requestID.map { " (request \($0))" } ?? "",
              ", and nothing of it reached the client: \(clientSaw(session)).",
              RefusedPart(status: refusal.status, words: refusal.words, service: service, client: session.client, run.run.origin).map {
                " What the service did not take is \($0.text)."
              } ?? ""),
            events: [refusal.event, session.relayEnded?.event ?? session.expiredWait?.event ?? 0],
            evidence: "service hop: HTTP \(refusal.text) at \(seconds(refusal.at)); client hop: \(clientSaw(session))")
        ])
      }
      guard session.services.isEmpty, !run.seesServiceHop else { return .notApplicable("the service refused nothing") }
      // What answers in one session of a run is not refused in the next.
      guard !run.some.hasResults else { return .notApplicable("results came back in this run") }
      return fromClientHop(session)
    }
  }

  private func clientSaw(_ session: SessionFacts) -> String {
    guard let ended = session.relayEnded else { return "accepted, then silence" }
    guard let close = ended.value else { return "the connection dropped without a Close frame" }
    return close.reason.isEmpty ? "\(close.codeText) without a reason" : close.text(upTo: 60)
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.client.isOpen, session.client.messages.isEmpty, let ended = session.relayEnded,
      session.stop == nil || ended.at < session.stop?.at ?? 0
    else { return .notApplicable("the relay did not leave before the first message") }
    guard ended.value == nil || ended.value?.code == 1011 || ended.value?.code == nil, (ended.value?.reason ?? "").isEmpty else {
      return .notApplicable("the relay gave a reason")
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "service refused the relay and the relay hid it",
        summary:
          "The relay accepted its client and then left without one message and without a reason, which is how a hidden refusal of the service looks.",
        events: [session.client.response?.event ?? 0, ended.event],
        evidence: "\(clientSaw(session)) at \(seconds(ended.at)), 0 messages before it",
        alternatives: [
          Alternative(
            rule: "relay-crashed", separateBy: .first(.relaysLog, or: seeServiceHop("what the service answered"))),
          Alternative(rule: "unexpected-close", separateBy: seeServiceHop("whether the service hop breaks too")),
          Alternative(rule: "service-never-dialled", separateBy: seeServiceHop("whether the relay dials at all")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .silent(
      "the client was gone before the service refused", alsoShows: ["service-refused"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        3.00      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        3.02      service ← 402 dg-error="Not enough credits."
      """),
    .fires(
      "refused, and silence", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 401 dg-error="Invalid credentials."
        0.10-2.10 client  → audio 2.0s
        14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "from the client hop: a bare 1011", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.40 client  → audio 0.3s
      ↓ 0.45      client  ← close 1011
      """),
    .silent(
      "refused at first, and let in at the next attempt",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 429 dg-error="Too many requests"
        0.05      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.07      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.33      service ← close 1000
        2.34      client  ← close 1000
      """),
    .silent(
      "passed on", alsoShows: ["service-refused"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 401 dg-error="Invalid credentials."
        0.05      client  ← close 1011 "upstream said 401"
      """),
    .silent(
      "a close with a reason", alsoShows: ["unexpected-close"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.45      client  ← close 1011 "out of memory"
      """),
  ]
}
