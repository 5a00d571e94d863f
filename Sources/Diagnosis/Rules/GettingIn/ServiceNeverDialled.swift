internal import Timeline

/// The relay takes its client's audio and never calls the service.
struct ServiceNeverDialled: Rule {
  let id = "service-never-dialled"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.dialled)]
  let isToldByOutput = true
  let hypothesis: HypothesisWords? = HypothesisWords("relay never dialled the service", seenBy: "whether the relay dials at all")
  let title = "the relay opens no connection to the service"
  let why = """
    The client is accepted and streams, and no connection comes in where the service listens: the relay fails before it dials, waits for something first, \
    or calls another address than the one that sttcheck listens on.
    """
  let clientView = "Accepted, audio is taken, and nothing ever comes back; or a close 1011 at once."
  let serviceView = "No connection at all, while the client streams, or until the relay gives up with 1011."
  let remedy = """
    First check that the relay's service URL is the address given to `--service-listen` (a setting that was not read is the usual reason). \
    Where the address stands in the code, `--start COMMAND` starts the relay so that it comes here; a library that heeds neither a proxy nor what Python and Node \
    load first needs the hosts file (README, "Point your relay at sttcheck"). If it does call here, look into the relay's log for what happens between accepting a client and dialling:

    ```python
    url = os.environ["SERVICE_URL"] + "/v1/listen?" + query
    service = await websockets.connect(url)      # is this line reached?
    ```

    ```js
    const url = `${process.env.SERVICE_URL}/v1/listen?${query}`;
    const service = new WebSocket(url, { headers });   // is this line reached?
    service.on("error", (error) => console.error("dialling failed", error));
    ```
    """
  let citation = "Seen in the field: relays that swallow the exception of a failed dial."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .over(run.sessions, fromClientHop) }
    // A connection that could not be told to a session is a connection all the same.
    guard run.strays == 0 else { return .inconclusive("a service connection carries audio that belongs to no session") }
    return .over(run.sessions) { session in
      let surrender = Self.surrender(session)
      // Whatever code it left with: a line of its own says that something went wrong.
      let trouble = session.relayEnded == nil ? nil : session.printedTrouble
      let sent = session.sentSeconds ?? 0
      guard session.client.isOpen, sent >= 0.5 || surrender != nil || trouble != nil else { return .notApplicable("no audio was sent") }
      guard session.services.isEmpty else { return .pass }
      guard run.turnedAway(after: session) == nil || session.relayEnded?.value != nil else {
        return .notApplicable("the relay died before it could dial, and the next client was not let in")
      }
      // Some relays keep one connection for all their clients.
      guard !run.hasServiceConnection(during: session) else { return .inconclusive("a service connection of another session was there") }
      // Where the relay takes its time to dial in other sessions, a short one is over before.
      if let latest = run.latestDial, latest >= .seconds(1), session.listenedUntil - session.client.begun <= latest + .seconds(1) {
        return .inconclusive("in other sessions the relay dials so late that this one was over by then")
      }
      guard session.results.isEmpty else {
        return .inconclusive("results came back: the relay talks to another service than the one watched here")
      }
      if let tls = session.notes.first(where: { $0.value.code == .tlsArrived }) { return .findings([overTLS(session, tls)]) }
      if let tls = session.notes.first(where: { $0.value.code == .tlsRefused }) { return .findings([distrusted(session, tls)]) }
      // Who waited in vain for an answer did dial: nothing of it came here, and what it dialled, or what swallowed it, is not seen.
      let waited = DialFailureWords.inVain.contains(where: (session.relayEnded?.value?.reason ?? "").lowercased().contains)
      let asked = session.notes.first { $0.value.topic == .askedOverHTTP }
      return .findings([
        finding(
          session, waited ? .suspected : .proven, party: .relay,
          cause: surrender.map { "the relay never reached the service: \($0)" } ?? "the relay never dialled the service",
          summary: sentence(
            "The relay accepted its client",
            session.client.audio.isEmpty && session.relayEnded != nil
              ? " and ended the session before any audio, " : " and took \(decimal(sent, 1)) s of audio, ",
            "and no \(asked == nil ? "" : "WebSocket ")connection from it reached the address where sttcheck ",
            run.run.serviceHop == .tapped ? "listens for it." : "plays the service.", asked.map { " \(capitalized($0.value.text))." } ?? "",
            run.sessions.first { $0.services.contains(where: \.isOpen) && $0.info.number < session.info.number }.map {
              " In session \($0.info.number) it did reach the service: the address is right, and what is kept from one session to the next (a connection, a pool, a lock) is in the way."
            } ?? "",
            surrender.map { " It gave up after \(seconds((session.relayEnded?.at ?? 0) - session.client.begun)), with \($0)." } ?? ""),
          events: [session.client.response?.event ?? 0, session.client.audio.last?.event ?? 0, session.relayEnded?.event ?? 0],
          evidence:
            "client hop open at \(seconds(session.client.response?.at ?? 0)); no connection on the service hop until the end of the session",
          alternatives: waited
            ? [
              Alternative(
                rule: "unexpected-close",
                separateBy: .look("from the relay's own machine, whether a connection to the address that it dials comes about"))
            ] : [])
      ])
    }
  }

  /// What the relay itself says of it: the system's words for a failed connection, and that it is the service's. Less is a suspicion.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.client.isOpen, session.client.messages.isEmpty, let how = Self.surrender(session), let ended = session.relayEnded,
      let reason = ended.value?.reason.lowercased()
    else { return .notApplicable("the service hop can't be seen") }
    let isSystems = DialFailureWords.systems.contains(where: reason.contains)
    let isServices = ["service", "deepgram", "upstream"].contains(where: reason.contains)
    guard isSystems || isServices && DialFailureWords.plain.contains(where: reason.contains) else {
      return .notApplicable("the relay says nothing of a failed connection")
    }
    let isSure = isSystems && isServices
    return .findings([
      finding(
        session, isSure ? .proven : .suspected, party: .relay, cause: "the relay could not reach the service: \(how)",
        summary: "By its own words the relay could not connect to \(isServices ? "the service" : "something, before any audio"): \(how).",
        events: [session.client.response?.event ?? 0, ended.event],
        evidence: "\(how) at \(seconds(ended.at)), 0 messages before it",
        remedy: """
          Try from the relay's own machine what it dials: the address in its settings, its name server, a proxy or firewall between, and the \
          certificates that it trusts. This asks the service without a relay:

          ```sh
          curl -i https://api.deepgram.com/v1/projects \\
               -H "Authorization: Token $DEEPGRAM_API_KEY"
          ```
          """,
        alternatives: isSure
          ? [] : [Alternative(rule: "service-refusal-hidden", separateBy: seeServiceHop("the service's answer to the relay"))])
    ])
  }

  /// It did dial, by `wss://`, and the port behind `--service-listen` speaks `ws://`.
  private func overTLS(_ session: SessionFacts, _ tls: Located<Note>) -> Finding {
    let place =
      tls.value.text.split(separator: " ").first { $0.contains(":") }.map { String($0.drop { $0 == "," }.prefix { $0 != "," }) }
      ?? "HOST:PORT"
    return finding(
      session, .proven, party: .relay, cause: "the relay dials wss:// at a port that speaks ws://",
      summary: sentence(
        "\(tls.value.text): a connection did come, with a TLS handshake, \(seconds(max(0, tls.at - session.client.begun))) after the client's. ",
        "So the relay reads its service URL, and the URL begins with `wss://` (or `https://`)."),
      events: [session.client.response?.event ?? 0, tls.event], evidence: "\(tls.value.text), at \(seconds(tls.at))",
      remedy:
        """
        Write `ws://\(place)/v1/listen` as the relay's service URL, not `wss://`. Where the address is fixed in the code, have sttcheck serve TLS under the \
        service's name: `sttcheck run --start COMMAND` starts the relay so that it comes here, and `sttcheck env` prints what one that runs already needs.
        """
    )
  }

  /// It did dial, by `wss://`, and went away at the sight of our certificate: the relay may be sound, and the run shows nothing of it.
  private func distrusted(_ session: SessionFacts, _ tls: Located<Note>) -> Finding {
    // Who only hangs up may have another reason.
    let says = tls.value.text.contains("TLS alert")
    return finding(
      session, says ? .proven : .inferred, party: .sttcheck, cause: "the relay does not trust sttcheck's certificate",
      summary: sentence(
        "\(capitalized(tls.value.text)). A connection did come, \(seconds(max(0, tls.at - session.client.begun))) after the client's; the relay ",
        says ? "did not accept" : "left at the sight of", " the certificate that sttcheck showed it in the service's name."),
      events: [session.client.response?.event ?? 0, tls.event], evidence: "\(tls.value.text), at \(seconds(tls.at))",
      remedy: """
        Have the relay trust sttcheck's authority: `sttcheck run --start COMMAND` sets the variables that most stacks read, `sttcheck env` prints them, and \
        `sttcheck ca` says where the authority lies. A relay that brings authorities of its own (`certifi.where()` in an `SSLContext`, a Java trust store) must \
        be given this one there.
        """)
  }

  /// How a relay ends a session that it cannot serve, in words: with a code for its own failure, or without a Close. Nil where it did neither,
  /// or gave a reason that has nothing to do with the service, as a policy.
  private static func surrender(_ session: SessionFacts) -> String? {
    guard let ended = session.relayEnded, session.idleBeforeBreak == nil else { return nil }
    guard let close = ended.value else { return "an end without a Close frame (1006)" }
    return [1011, 1013, 1014].contains(close.code) ? close.text : nil
  }

  let examples: [RuleExample] = [
    .fires(
      "it did dial, and waited in vain", .suspected,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 10.1      client  ← close 1011 "service did not answer within 10 s"
      """),
    .fires(
      "accepted, and nothing behind it", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "its dial fails, and it says so before any audio", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.04      client  ← close 1011 "connection refused"
      """),
    .fires(
      "it did call, and does not trust the certificate that it was shown", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.03      note tls-refused "TLS was begun at 127.0.0.1:9090 and broken off: TLS alert unknown_ca"
        0.10-2.10 client  → audio 2.0s
        14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "from the client hop: the relay says so", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.04      client  ← close 1011 "service: dial tcp: lookup api.deepgram.com: no such host"
      """),
    .fires(
      "from the client hop: a refused connection of which nobody says that it is the service's", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.04      client  ← close 1011 "[Errno 111] Connection refused"
      """),
    .fires(
      "it leaves at once with any code, and printed why", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  ← 101
        0.02      note relay-output "Proxy error: connect() got an unexpected keyword argument 'extra_headers'"
      ↓ 0.04      client  ← close 1000
      """),
    .silent(
      "it turns its client away: that has nothing to do with the service", alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.04      client  ← close 1008 "no token"
      """),
    .silent(
      "dialled", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
    .silent(
      "from the client hop nobody can know", alsoShows: ["close-stream-missing"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        14.2      note wait-expired "closed within 12 s"
      """),
  ]
}
