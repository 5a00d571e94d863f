internal import Timeline

/// The client is gone and the relay keeps the service connection.
struct ServiceHopLeftOpen: Rule {
  let id = "service-hop-left-open"
  let group = RuleGroup.ending
  let severity = Severity.warning
  let covers: [Subject] = [.of(.leaving)]
  let title = "the relay keeps the service connection open after its client has left"
  let why = """
    Each client that closes its tab leaves a connection behind until the service's own timeout; with KeepAlive, for ever. Connections are counted and paid for: \
    one day every new client gets 429.
    """
  let clientView = "Nothing: the client has left. Sooner or later new clients meet 429."
  let serviceView = "The connection stays open, without CloseStream, after its client's end."
  let remedy = """
    End the service's side in a `finally`, whatever ended the client's:

    ```python
    try:
        await relay(client, service)
    finally:
        await service.send(json.dumps({"type": "CloseStream"}))
        await service.close()
    ```

    ```js
    client.on("close", () => service.send(JSON.stringify({ type: "CloseStream" })));
    ```
    """
  let citation = "Deepgram live API: concurrent connections are limited (429); an idle one ends only after 10 s (net0001)."
  let restsOnTiming = true
  private let patience = Nanoseconds.seconds(3)

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .notApplicable("it can't be seen from the client hop") }
    return .over(run.sessions) { session in
      guard session.client.isOpen, !session.services.isEmpty else { return .notApplicable("the hops were not open") }
      guard let gone = [session.clientLeft, session.relayEnded?.at, session.client.end?.at].compactMap({ $0 }).min() else {
        return .notApplicable("the client stayed to the end")
      }
      let until = gone + patience + session.travel
      var doubt = false
      for service in session.services where service.isOpen {
        let signs = [
          service.endOfAudio?.at, service.close(by: .relay)?.at, service.close(by: .service)?.at, service.end?.at,
        ]
        // Who still has audio to send is not done with the service.
        let patient = max(until, (service.audio.last?.at ?? 0) + patience)
        if let sign = signs.compactMap({ $0 }).min(), sign <= patient { continue }
        guard session.lastEventAt > patient else {
          doubt = true
          continue
        }
        return .findings([leftOpen(session, service, gone)])
      }
      return doubt ? .inconclusive("the recording ends soon after the client") : .pass
    }
  }

  private func leftOpen(_ session: SessionFacts, _ service: HopFacts, _ gone: Nanoseconds) -> Finding {
    let close =
      service.closes.first.map { Located((), event: $0.event, at: $0.at) }
      ?? service.end.map { Located((), event: $0.event, at: $0.at) }
    let left = session.client.closes.first?.event ?? session.client.end?.event ?? 0
    // Where audio did not get through before, the end of it may have been lost on the same way.
    let unheard = session.client.audio.last { $0.at <= gone }.map { $0.at - (service.audio.last?.at ?? service.begun) } ?? 0
    let isUnanswered = session.isCloseUnanswered(on: service)
    let isCut = unheard > .milliseconds(800) + session.travel || isUnanswered
    return finding(
      session, isCut ? .suspected : .proven, party: .relay, cause: "service connection left open by the relay",
      summary: sentence(
        "The client was gone at \(seconds(gone)), and the relay sent the service neither CloseStream nor Close",
        close.map { "; the connection ended \(seconds($0.at - gone)) later." } ?? " until the recording ended."),
      events: [left, close?.event ?? service.lastFrame ?? 0],
      evidence: "the client's end at \(seconds(gone)); the service hop \(close.map { "until \(seconds($0.at))" } ?? "open to the last")",
      alternatives: isCut
        ? [
          Alternative(
            rule: "unexpected-close",
            separateBy: .look(
              sentence(
                "whether the way to the service still stood: ",
                isUnanswered
                  ? "the service's Close got no answer" : "the last \(seconds(unheard)) of audio did not get there either")))
        ] : [])
  }

  let examples: [RuleExample] = [
    .fires(
      "not even the service's Close is answered: the way may be cut", .suspected,
      """
      \(Opening.bothHops("hang-up", seconds: 5, audio: 2))
      ↓ 2.12      client  → close 1001
        2.13      client  ← close 1001
        12.1      service ← metadata duration=2.0
      ↓ 12.1      service ← close 1011 "net0001"
        14.1      service end fin by=service
      """),
    .fires(
      "open until the service gives up", .proven,
      """
      \(Opening.bothHops("hang-up", seconds: 5, audio: 2))
      ↓ 2.12      client  → close 1001
        2.13      client  ← close 1001
        12.1      service ← metadata duration=2.0
      ↓ 12.1      service ← close 1011 "net0001"
      """),
    .silent(
      "CloseStream at once", alsoShows: ["close-stream-missing"],
      """
      \(Opening.bothHops("hang-up", seconds: 5, audio: 2))
        2.12      client  → close 1001
        2.13      service → CloseStream
        2.40      service ← metadata duration=2.0 sha256=abc
        2.41      service ← close 1000
        8.00      service end fin by=service
      """),
    .silent(
      "the service itself had closed before", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.40      service ← close 1000
        2.45      client  ← close 1000
        8.00      service end fin by=service
      """),
    .silent(
      "the relay still has audio to send, and ends the stream behind it", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-12.1 service → audio 2.0s
        2.12      client  → close 1001
        12.2      service → CloseStream
        20.0      service end fin by=service
      """),
  ]
}
