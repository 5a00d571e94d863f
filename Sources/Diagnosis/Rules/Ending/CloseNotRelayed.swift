internal import Speech
internal import Timeline

/// The service has closed and the client is never told.
struct CloseNotRelayed: Rule {
  let id = "close-not-relayed"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.closing)]
  let question: ChecklistItem.Question? = .endSignalled
  let hypothesis: HypothesisWords? = HypothesisWords("service closed, client never told", seenBy: "whether the service closes")
  let title = "the service closed and the relay never closes its client"
  let why = """
    After CloseStream the service sends Metadata and closes. A relay whose read loop simply ends then leaves its client waiting for more until it gives up.
    """
  let clientView = "Everything came, or the service's words just stop; then silence, and no Close."
  let serviceView = "The service's Close, to which no Close on the client hop answers."
  let remedy = """
    Close the client when the loop over the service's messages ends, whatever the reason:

    ```python
    try:
        async for message in service:
            await client.send_text(message)
    finally:
        await client.close(code=1000)
    ```

    ```js
    service.on("close", () => client.close(1000));
    ```
    """
  let citation = "Deepgram live API: after Metadata the service closes with 1000."
  private let patience = Nanoseconds.seconds(2)
  /// A last word that a service may take so long for.
  private let settling = Nanoseconds.seconds(2.5)

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    MissingArrow(what: .close, hop: .client, anchors: [.named([.close, .end, .metadata], nil)])
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard run.seesServiceHop else { return fromClientHop(session) }
      let late = LifeBook.closedLate(session)
      return onServiceHop(session, run).or(
        late.map { [finding(session, of: $0, cause: "the end of the session told late", unless: session.bySlowWay)] } ?? [])
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard session.client.isOpen, let service = session.service, service.isOpen else { return .notApplicable("the hops were not open") }
    let close = service.close(by: .service).map { (event: $0.event, at: $0.at, what: $0.value.codeText) }
    let end = service.end.flatMap { $0.value.by == .service ? (event: $0.event, at: $0.at, what: "end of the connection") : nil }
    guard let closed = close ?? end else { return .notApplicable("the service did not close") }
    if let relay = service.close(by: .relay), relay.at <= closed.at { return .notApplicable("the relay closed the service hop itself") }
    if session.relayEnded != nil { return .pass }
    let left = session.listenedUntil
    guard left - closed.at > patience + session.travel else { return .notApplicable("the client left before it could be told") }
    guard session.backlog == nil else { return .notApplicable("the relay was still passing on what had come before") }
    return .findings([
      finding(
        session, .proven, severity: severity(session), party: .relay,
        cause: "the service's close was never relayed",
        summary:
          sentence(
            "The service closed, and in the \(seconds(left - closed.at)) after it the relay neither closed its client nor ended the connection.",
            swallowed(session, since: closed.at)),
        events: [closed.event, session.expiredWait?.event ?? 0],
        evidence:
          "service hop: \(closed.what) at \(seconds(closed.at)); client hop: nothing from the relay until the client left at \(seconds(left))"
      )
    ])
  }

  /// A connection that is there for more than one session may well stay, unless audio goes on into it.
  private func severity(_ session: SessionFacts) -> Severity { session.info.isOpenEnded == true ? .warning : .error }

  private func swallowed(_ session: SessionFacts, since closed: Nanoseconds) -> String {
    let unheard = session.audioSecondsUnheard(since: closed)
    return unheard > 0.1 ? " It went on taking \(decimal(unheard, 1)) s of audio that had nowhere to go." : ""
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard let metadata = session.metadata else { return withoutMetadata(session) }
    if let ended = session.relayEnded { return afterAWhile(session, metadata, ended) }
    guard let expired = session.expiredWait, session.stop != nil, expired.at - metadata.at > .seconds(5),
      !session.client.messages.contains(where: { $0.at > metadata.at })
    else { return .notApplicable("the client did not wait long enough after Metadata") }
    return .findings([
      finding(
        session, .inferred, severity: severity(session), party: .relay, cause: "the service's close was never relayed",
        summary:
          "Metadata came, which the service sends last, before it closes; in the \(seconds(expired.at - metadata.at)) after it the relay said nothing more and did not close.",
        events: [metadata.event, expired.event],
        evidence: "Metadata at \(seconds(metadata.at)), then silence until the client gave up at \(seconds(expired.at))")
    ])
  }

  /// Metadata came, and the end only a good while later, with nothing in between.
  private func afterAWhile(
    _ session: SessionFacts, _ metadata: Located<MetadataFacts>, _ ended: Located<HopFacts.Close?>
  ) -> RuleOutcome {
    let last = session.client.messages.last?.at ?? metadata.at
    guard session.stop.map({ $0.at <= metadata.at }) ?? false, metadata.value.sha256 != "incomplete", !session.readsSlowly,
      ended.at - last > patience
    else { return .pass }
    return .findings([
      finding(
        session, .suspected, severity: .warning, party: .relay, cause: "the end of the session told late",
        summary:
          "Metadata came, which the service sends last, right before it closes; the relay ended the session \(seconds(ended.at - last)) after it.",
        events: [metadata.event, ended.event], evidence: "Metadata at \(seconds(metadata.at)), the end at \(seconds(ended.at))",
        alternatives: [.byTheService])
    ])
  }

  /// No Metadata, but the words came, all of them, and the end only a good while later: what the service may take for its last word is over.
  private func afterTheWords(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> RuleOutcome {
    guard let stop = session.stop, let last = session.results.last, session.drain.isDrained, !session.readsSlowly,
      ended.value?.isFailure != true
    else { return .pass }
    let from = max(stop.at, last.at)
    guard ended.at - from > settling + session.roundTrip else { return .pass }
    return .findings([
      finding(
        session, .suspected, severity: .warning, party: .relay, cause: "the end of the session told late",
        summary: "The client said stop and all words had come; the relay ended the session only \(seconds(ended.at - from)) after that.",
        events: [stop.event, last.event, ended.event],
        evidence: "stop at \(seconds(stop.at)), last result at \(seconds(last.at)), the end at \(seconds(ended.at))",
        alternatives: [
          Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether CloseStream follows the stop, and who closes then")),
          .byTheService,
        ])
    ])
  }

  /// Relays that keep Metadata for themselves: the words came, the stop was sent, and the relay stays.
  /// Even a service that never heard of the end gives up after 10 s without audio, and the relay is to pass that on too.
  private func withoutMetadata(_ session: SessionFacts) -> RuleOutcome {
    if let ended = session.relayEnded { return afterTheWords(session, ended) }
    guard let stop = session.stop, let expired = session.expiredWait, let last = session.results.last, session.hasWords else {
      return .notApplicable("no words came, or the client did not wait for the relay's close")
    }
    guard !session.drain.isCut, !session.stoppedAfterFinal else {
      return .notApplicable("the last words are missing: that is more than a close")
    }
    let from = max(stop.at, last.at)
    guard expired.at - from > .seconds(5) else { return .notApplicable("the client did not wait long enough") }
    return .findings([
      finding(
        session, .suspected, severity: severity(session), party: .relay, cause: "the service's close was never relayed",
        summary:
          "Words came back and the client said stop; in the \(seconds(expired.at - from)) after it the relay said nothing more and did not close.",
        events: [stop.event, last.event, expired.event],
        evidence:
          "stop at \(seconds(stop.at)), last result at \(seconds(last.at)), then silence until the client gave up at \(seconds(expired.at))",
        alternatives: [
          Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether CloseStream follows the stop, and who closes then")),
          Alternative(
            rule: "stop-not-understood",
            separateBy:
              .profile(.closeStreamAsStop, tells: "if the relay closes then, it does not know this one")
          ),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the service closes, the client waits", .proven,
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
        2.31      service ← metadata duration=2.0
        2.31      client  ← metadata duration=2.0
      ↓ 2.32      service ← close 1000
        14.2      note wait-expired "closed within 12 s"
        14.2      client  → close 1000
      """),
    .fires(
      "from the client hop: Metadata, then nothing", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me" final start=0 duration=2
      ↓ 2.31      client  ← metadata duration=2.0 sha256=abc
        14.2      note wait-expired "closed within 12 s"
        14.2      client  → close 1000
      """),
    .fires(
      "from the client hop: the words came, no Metadata, and no close", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 2.12      client  → text "stop"
      ↓ 2.31      client  ← message "{'type':'final','text':'tell me more'}"
      ↓ 14.2      note wait-expired "closed within 12 s"
        14.2      client  → close 1000
      """),
    .fires(
      "from the client hop: the words came, no Metadata, and the close four seconds later", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 2.12      client  → text "stop"
      ↓ 2.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 6.30      client  ← close 1000
      """),
    .silent(
      "relayed", alsoShows: ["no-messages"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .silent(
      "the client had gone first", alsoShows: ["close-stream-missing"],
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
        1.13      service → CloseStream
        1.32      service ← close 1000
      """),
  ]
}
