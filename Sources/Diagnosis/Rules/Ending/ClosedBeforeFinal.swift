internal import Speech
internal import Timeline

/// The relay leaves before the last words came back.
struct ClosedBeforeFinal: Rule {
  let id = "closed-before-final"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying)]
  let isToldByOutput = true
  let question: ChecklistItem.Question? = .endSignalled
  let hypothesis: HypothesisWords? = HypothesisWords("relay closed before the final result", seenBy: "who closes first")
  let title = "the relay closes before the last results came"
  let why = """
    After CloseStream the service still owes the last final results and Metadata, a few hundred milliseconds' worth. A relay that closes its client or the \
    service hop at once loses the last words of every session.
    """
  let clientView = "A close soon after the stop, with no last final and no Metadata."
  let serviceView = "The relay closes, or stops reading, before the service has sent Metadata."
  let remedy = """
    After CloseStream read on until the service closes, and close the client only then:

    ```python
    await service.send(json.dumps({"type": "CloseStream"}))
    async for message in service:          # do not cancel this task on stop
        await client.send_text(message)
    await client.close(code=1000)
    ```

    ```js
    service.send(JSON.stringify({ type: "CloseStream" }));   // and no service.close() behind it
    service.on("close", () => client.close(1000));
    ```
    """
  let citation =
    "Deepgram live API: CloseStream brings the remaining Results, then Metadata, then close 1000; a WebSocket Close loses trailing results."

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    MissingArrow(what: .lastFinal, hop: .client, anchors: [.named([.close, .end], .client)], isBefore: true)
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    let cuts = run.seesServiceHop ? nil : cuts(run)
    return .over(run.sessions) { session in
      guard let stop = session.stop, let ended = session.relayEnded, ended.at >= stop.at else {
        return .notApplicable("the relay did not close after a stop")
      }
      if session.drain.isDrained { return .pass }
      guard !session.missedTheEnd else {
        return .notApplicable("the client was not reading when the connection broke: what it was told is lost with it")
      }
      guard !session.endCameWithBacklog else {
        return .notApplicable("the relay's close came with what the client had not read: it may have been sent long before the stop")
      }
      guard !run.leavings.tell(session) else {
        return .notApplicable("it leaves another client after the same time, in mid-stream: the stop is not why")
      }
      return run.seesServiceHop ? onServiceHop(session, stop, ended) : fromClientHop(session, stop, ended, cuts)
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ stop: Located<Void>, _ ended: Located<HopFacts.Close?>) -> RuleOutcome {
    guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
    guard ended.value != nil || session.client.end?.value.manner != .reset else {
      return .notApplicable("the client's connection was reset: nobody closed it")
    }
    guard !session.serviceHopBroke(before: ended) else { return .notApplicable("the connection to the service broke first") }
    let left = service.relayGoodbye
    // On the service hop itself the order is certain; across the hops only what came after the client saw the end is late.
    let cutOff = left.map { left in service.metadata.map { left.event < $0.event } ?? true } ?? false
    if !cutOff, session.serviceGoodbye(notAfter: ended) != nil { return .pass }
    if !cutOff, let metadata = service.metadata, session.isNoLater(metadata.at, than: ended.at) { return .pass }
    if let silence = session.serviceSilence, silence.length > .seconds(5) {
      return .notApplicable("the service had said nothing for \(seconds(silence.length)): there was nothing left to wait for")
    }
    let late = service.finals.filter { $0.at > ended.at }
    guard !late.isEmpty || cutOff || service.metadata != nil else { return .inconclusive("the service had nothing more to say") }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "relay closed before the final result",
        summary: sentence(
          "The relay closed its client \(seconds(ended.at - stop.at)) after the stop, before the service had sent its Metadata",
          late.isEmpty ? "." : "; \(count(late.count, "final")) came too late for the client."),
        events: [stop.event, ended.event, left?.event ?? 0, late.first?.event ?? 0, service.metadata?.event ?? 0],
        evidence: sentence(
          "stop at \(seconds(stop.at)), the relay's \(goodbye(ended)) at \(seconds(ended.at))",
          left.map { ", it left the service hop at \(seconds($0.at))" } ?? "",
          service.metadata.map { ", Metadata on the service hop at \(seconds($0.at))" } ?? ", no Metadata by then"))
    ])
  }

  /// Closes that come as soon after the stop are one habit.
  private static let alike = Nanoseconds.milliseconds(300)

  /// How long after the stop the relay closed where it cut off words that it had heard: the shortest and the longest.
  private func cuts(_ run: RunFacts) -> ClosedRange<Nanoseconds>? {
    let waits = run.sessions.compactMap { session -> Nanoseconds? in
      guard session.drain.isCut, let stop = session.stop, let ended = session.relayEnded, ended.at >= stop.at else { return nil }
      return ended.at - stop.at
    }
    return waits.min().flatMap { least in waits.max().map { least - Self.alike...$0 + Self.alike } }
  }

  private func fromClientHop(
    _ session: SessionFacts, _ stop: Located<Void>, _ ended: Located<HopFacts.Close?>, _ cuts: ClosedRange<Nanoseconds>?
  )
    -> RuleOutcome
  {
    guard [nil, 1000, 1001].contains(ended.value?.code) else {
      return .notApplicable("the relay's close names another reason: \(goodbye(ended))")
    }
    guard ended.at - stop.at < .seconds(3) else { return .notApplicable("the relay did not close soon after the stop") }
    // Where not a word came, and it closed as soon, it cut off all of them.
    let isAsSoon = session.results.isEmpty && cuts?.contains(ended.at - stop.at) ?? false
    guard session.drain.isCut || isAsSoon else {
      if case .unknown(let why) = session.drain { return .inconclusive(why) }
      return .pass
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "relay closed before the final result",
        summary:
          "The relay closed \(seconds(ended.at - stop.at)) after the client's stop, and \(isAsSoon ? "not a word had come" : "the last words that it had heard never became final").",
        events: [stop.event, ended.event, session.results.last?.event ?? 0],
        evidence:
          "stop at \(seconds(stop.at)), the relay's \(goodbye(ended)) at \(seconds(ended.at)), \(isAsSoon ? "no word" : "no final for the last words") in between",
        alternatives: [
          Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether CloseStream was sent before the relay closed"))
        ])
    ])
  }

  private func goodbye(_ ended: Located<HopFacts.Close?>) -> String {
    ended.value?.codeText ?? "end of the connection without a Close frame"
  }

  let examples: [RuleExample] = [
    .silent(
      "the connection to the service broke, and no audio tells how long the way to it is",
      """
      \(Opening.bothHops("control-only", audio: 0))
        0.10      client  → KeepAlive
        0.11      service → KeepAlive
        2.02      client  → text "stop"
        2.03      service → CloseStream
        2.26      client  ← close 1011 "service connection lost without a Close frame"
        2.27      service end rst by=relay
      """),
    .fires(
      "the service's Close only answers the relay's", .proven,
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
        1.21      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.14      service → close 1000
        2.15      service ← close 1000
      ↓ 2.16      client  ← close 1000
      """),
    .fires(
      "the final comes after the relay has gone", .proven,
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
        1.21      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.14      client  ← close 1000
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      service ← metadata duration=2.0
      """),
    .fires(
      "from the client hop: a close at once, and words that never became final", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
      ↓ 2.12      client  → text "stop"
      ↓ 2.14      client  ← close 1000
      """),
    .silent(
      "it leaves after a time, in a longer session in mid-stream", alsoShows: ["early-break"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.29 client  → audio 2.2s
        11.20       client  ← results "tell me" interim
        12.30       client  ← close 1000
      """),
    .silent(
      "closed after Metadata",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      service ← metadata duration=2.0 sha256=abc
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .silent(
      "a relay that drops Metadata but delivered every word",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← close 1000
      """),
  ]
}
