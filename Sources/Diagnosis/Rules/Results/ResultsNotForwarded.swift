internal import Speech
internal import Timeline

/// Results reach the relay and none leaves it.
struct ResultsNotForwarded: Rule {
  let id = "results-not-forwarded"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("results never forwarded by the relay", seenBy: "whether results reach the relay")
  let title = "results arrive at the relay and none reaches the client"
  let why = """
    Nobody reads from the service, or what is read is never sent on. The client sees 0 messages although its stop was honoured and the close is normal; \
    on the service hop Results were sent.
    """
  let clientView = "0 messages, although the stop is honoured and the close is normal."
  let serviceView = "Results arrive at the relay, and none leaves it."
  let remedy = """
    Read from the service while audio is being sent, in a task of its own, and forward as it comes:

    ```python
    async def down():
        async for message in service:
            await client.send_text(message)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(up())       # client → service
        tasks.create_task(down())     # service → client
    ```

    ```js
    const service = new WebSocket(url, { headers });
    service.on("message", (data) => client.send(data.toString()));   // at once, not after the stop
    ```
    """
  let citation = "Deepgram live API: Results come while audio is being sent; both directions must be served at once."

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    MissingArrow(what: .results, hop: .client, anchors: [.named([.result], .service)])
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    run.seesServiceHop ? .over(run.sessions) { onServiceHop($0, wayBack: run.wayBack) } : fromClientHop(run)
  }

  /// - Parameter wayBack: What results take to the client in another session of the run.
  private func onServiceHop(_ session: SessionFacts, wayBack: Nanoseconds) -> RuleOutcome {
    guard session.client.isOpen, let service = session.service, service.isOpen else { return .notApplicable("the hops were not open") }
    guard !session.missedTheEnd else {
      return .notApplicable("the client was not reading when the connection broke: what it was told is lost with it")
    }
    // Who closes in order sends first what there is.
    let cut = session.clientLeft ?? (session.client.close(by: .relay) == nil ? session.client.end?.at : nil)
    let until = min(session.dueUntil, cut.map { $0 - wayBack } ?? .max)
    let due = service.results.filter { $0.at <= until }
    guard let first = due.first else { return .notApplicable("the service sent no results in time") }
    guard session.results.isEmpty else { return .pass }
    // Relays may keep empty and interim results for themselves: only a final with words must arrive.
    guard due.contains(where: { $0.value.isFinal == true && !$0.value.text.isEmpty }) else {
      return .inconclusive("the service sent no final with words in time, and what else it sent a relay may keep for itself")
    }
    guard session.unreadable.isEmpty else { return .inconclusive("the relay sends messages that no known shape fits") }
    let unheard = session.unansweredClose.map(Alternative.cutBefore)
    return .findings([
      finding(
        session, session.isCall || unheard != nil ? .suspected : .proven, party: .relay, cause: "results never forwarded by the relay",
        summary: "The service sent the relay \(count(service.results.count, "Results message")) and the client got none of them.",
        events: [first.event, service.results.last?.event ?? 0, session.relayEnded?.event ?? 0],
        evidence:
          "first Results on the service hop at \(seconds(first.at)); on the client hop \(count(session.client.messages.count, "message")), no result among them",
        alternatives: session.isCall
          ? [
            Alternative(
              rule: "unexplained",
              separateBy: .look(
                "whether the relay brings its results elsewhere, as relays for calls do: then say where, with `results` in the profile"))
          ] : unheard.map { [$0] } ?? [])
    ])
  }

  private func fromClientHop(_ run: RunFacts) -> RuleOutcome {
    let played = run.sessions.filter {
      $0.client.isOpen && $0.streamedWhole && $0.stop != nil && !$0.interrupted && ($0.sentSeconds ?? 0) >= 1
    }
    guard !played.isEmpty else { return .notApplicable("no session streamed a clip to its end and said stop") }
    guard !played.contains(where: { !$0.client.messages.isEmpty }) else { return .pass }
    let closed = played.filter { session in
      guard let ended = session.relayEnded, let stop = session.stop, ended.at >= stop.at else { return false }
      return ended.value?.code == 1000
    }
    guard !closed.isEmpty else { return .notApplicable("no session ended with a normal close after the stop") }
    return .findings(
      closed.map { session in
        finding(
          session, .suspected, party: .relay, cause: "results never forwarded by the relay",
          summary:
            "The relay took the audio, honoured the stop and closed normally, and sent not one message, neither results nor Metadata.",
          events: [session.stop?.event ?? 0, session.relayEnded?.event ?? 0],
          evidence:
            "\(decimal(session.sentSeconds ?? 0, 1)) s of audio and the stop sent; close 1000 \(seconds((session.relayEnded?.at ?? 0) - (session.stop?.at ?? 0))) after it; 0 messages",
          alternatives: alternatives(run))
      })
  }

  /// Never one that the run refutes: where a RIFF header made no difference, no container is waited for, and the header would have told the format.
  private func alternatives(_ run: RunFacts) -> [Alternative] {
    let undeclared =
      run.headerMadeNoDifference
      ? []
      : [
        Alternative(
          rule: "container-declared-for-raw-audio",
          separateBy: .play(scenario: "wav-header", tries: "if the same clip behind a RIFF header brings results, a container is declared")),
        Alternative(rule: "format-undeclared", separateBy: seeServiceHop("what the relay declares")),
      ]
    return [
      Alternative(rule: "audio-not-forwarded", separateBy: seeServiceHop("whether audio arrives there")),
      Alternative(rule: "audio-undecodable", separateBy: seeServiceHop("whether the service has any result to send")),
      Alternative(rule: "sample-rate-mismatch", separateBy: seeServiceHop("the rate that the relay declares")),
    ] + undeclared
  }

  let examples: [RuleExample] = [
    .fires(
      "not even the client's Close is answered: the way to it may be cut", .suspected,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
        2.31      service ← metadata duration=2.0 sha256=abc
        2.32      service ← close 1000
        2.33      service → close 1000
        14.12     client  → close 1000
        16.12     client  end fin by=client
      """),
    .fires(
      "no read loop", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      ↓ 1.20      service ← results "tell me" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      service ← close 1000
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: a normal close and not one message", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 2.12      client  → text "stop"
      ↓ 2.33      client  ← close 1000
      """),
    .silent(
      "the client never reads again", alsoShows: ["close-stream-missing"],
      """
      \(Opening.bothHops(audio: 0))
        0.09      note step "stop reading"
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" final start=0 duration=1
        2.12      client  end rst by=client
        2.13      service → CloseStream
      """),
    .silent(
      "only empty results came, which relays with a shape of their own leave out", alsoShows: ["sample-rate-mismatch"],
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.38      service ← results "" final start=0 duration=5.5
        2.38      service ← close 1000
        2.39      client  ← close 1000
      """),
    .silent(
      "forwarded",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" interim
        1.21      client  ← message "{'type':'partial','text':'tell me'}"
        2.33      client  ← close 1000
      """),
    .silent(
      "the client left before the first result", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session hang-up audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-1.10 client  → audio 1.0s
        0.11-1.11 service → audio 1.0s
        1.12      client  → close 1001
        1.20      service ← results "tell me" final
      """),
  ]
}
