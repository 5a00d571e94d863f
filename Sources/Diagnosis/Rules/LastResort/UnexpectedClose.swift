internal import Speech
internal import Timeline

/// The relay left in mid-stream, and no rule can say why.
struct UnexpectedClose: Rule {
  let id = "unexpected-close"
  let group = RuleGroup.lastResort
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying)]
  let isToldByOutput = true
  let isSymptom = true
  let inPlaceOfRelay = Party.service
  let hypothesis: HypothesisWords? = HypothesisWords(
    "connection broken in mid-stream", party: .network, seenBy: "whether the relay goes on behind it")
  let title = "the session ended before its audio was over"
  let why =
    "A relay has no reason to leave before its client is done. Stands alone only where no cause could be found; code and reason are the relay's own."
  let clientView = "A Close, or the end of TCP, while audio is still being sent."
  let serviceView = "Where it is seen, it tells who ended first: the service, the relay, or the network between them."
  private static let lookIntoTheLog = "Look into the relay's log at the time of the close: what ended this session?"
  let remedy = """
    \(lookIntoTheLog) With the other side visible it can be seen who closed first:

    ```sh
    sttcheck run --relay URL --service-listen 127.0.0.1:9090     # and point the relay's service URL at ws://127.0.0.1:9090
    ```
    """
  let otherRemedies: [Party: String] = [
    .service: """
    It is the service that ended the session, not the relay's code. Mend what its code and reason name: net0000 says that it found nothing to answer \
    (mostly audio that it can't decode), net0001 that nothing came for ten seconds, 1008 that it did not know a message; an end without a Close frame \
    is the service's or the way's own. Keep the request id (in Results and in `dg-request-id`) for the vendor's support. In the relay, pass code and \
    reason on, and dial again for a client that is still speaking:

    ```python
    code, reason = service.close_code or 1011, service.close_reason or ""
    logger.error("service left: %s %s, request %s", code, reason, request_id)
    ```

    ```js
    service.on("close", (code, reason) => {
      console.error("service left:", code, reason.toString(), requestId);
    });
    ```
    """,
    .client: """
    In the client, say that the audio is over when it is, and once; whoever only wants the last words at a pause sends Finalize, where the relay \
    passes that on:

    ```python
    for chunk in audio:
        await ws.send(chunk)
    await ws.send(json.dumps({"type": "CloseStream"}))      # behind the loop, not in it
    ```

    ```js
    recorder.onstop = () => ws.send(JSON.stringify({ type: "CloseStream" }));
    ```
    """,
    .network: """
    Neither side's code: the connection between client and relay broke. Look at what stands between them (proxies, load balancers and VPNs have idle \
    and lifetime limits of their own), and have the client connect again:

    ```python
    async for ws in websockets.connect(url):       # dials again, each time longer after the last
        try:
            await stream(ws)
            break
        except websockets.ConnectionClosedError:
            continue
    ```

    ```js
    ws.on("close", (code) => {
      if (code === 1006) setTimeout(connect, 1000);    // connect() dials, and registers this again
    });
    ```
    """,
  ]
  let citation = "RFC 6455 §7.1: either side may close, and says why by code and reason."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, session.info.audio != nil else { return .pass }
      guard session.idleEnd == nil else { return .notApplicable("the service heard nothing for ten seconds: idle-timeout looks at it") }
      guard session.quietBeforeEnd == nil else { return .notApplicable("it was quiet for a round time: idle-cut looks at it") }
      // What another session loses from the same moment on, and goes on behind, was lost here too, and no way is cut.
      if run.seesServiceHop, run.lostPieces.end(of: session) == nil, let still = session.standstill {
        return .findings([standstill(session, still)])
      }
      if let strange = session.strangeText(before: session.relayEnded) { return .findings([byOwnText(session, strange)]) }
      if run.seesServiceHop, Self.isAnswerToAudio(session) {
        return .notApplicable("the service answered the client's audio in a text message: audio-sent-as-text")
      }
      if run.seesServiceHop, let leaving = session.serviceLeaving { return .findings([byService(session, leaving)]) }
      if run.seesServiceHop, let goodbye = session.serviceBreakingOff { return .findings([byServiceAtTheEnd(session, goodbye)]) }
      if run.seesServiceHop, run.waysBreak, let lost = Self.lostOnTheWay(session) { return .findings([cutOff(session, lost)]) }
      guard let ended = session.relayEnded,
        session.stop == nil && !session.streamedWhole || isTornOff(session, ended) || run.leavings.tell(session)
      else { return .pass }
      // Who sends what ends a stream on purpose is answered as it must be; elsewhere the rule for it explains this end.
      guard !session.provokes("empty-audio-frame") || session.client.endOfStream(before: ended.event) == nil else {
        return .notApplicable("the client's own empty message ended the stream, as this scenario means it to")
      }
      let text = ended.value?.text ?? "end of the connection without a Close frame (1006)"
      // Who left another after the same time in the middle of its audio left this one too.
      let other = run.leavings.other(session).flatMap(run.ordinarySession)
      let isAfterAll = other != nil
      if run.seesServiceHop, other?.serviceLeaving != nil, session.service?.metadata == nil,
        let goodbye = session.serviceGoodbye(notAfter: ended)
      {
        return .findings([byServiceAtTheEnd(session, goodbye)])
      }
      let leaver = other.flatMap { other in other.relayEnded.map { self.leaver(other, $0, run) } } ?? leaver(session, ended, run)
      // A service that left another leaves this one when it is through.
      guard !isAfterAll || leaver != .service || session.service?.metadata == nil else {
        return .notApplicable("the service was through with this one")
      }
      let party = isAfterAll && leaver == .client ? .relay : leaver
      if run.seesServiceHop, party == .service, let hop = session.service, let goodbye = hop.serviceGoodbye,
        let own = session.relaysOwnText(before: goodbye, on: hop)
      {
        return .findings([byRelaysText(session, goodbye, own)])
      }
      let isSeen = run.seesServiceHop && (party == .service || party == .client || party == .relay && isOfItsOwn(session, ended))
      let own = party == .client ? session.client.endOfStream(before: ended.event)?.event : nil
      let first = isSeen ? session.service?.serviceGoodbye?.event ?? session.service?.end?.event : nil
      return .findings([
        finding(
          session, isSeen ? .proven : .suspected, party: party,
          cause: Self.cause(party, text, isEarly: !session.hasBegun),
          summary: sentence(
            !session.client.audio.isEmpty
              ? "After \(decimal(session.sentSeconds ?? 0, 1)) of \(decimal(session.info.audio?.seconds ?? 0, 1)) s of audio the session ended: \(text). "
              : "The session ended before any audio was sent: \(text). ",
            isAfterAll ? "The client had said stop by then, but another was left after the same time in the middle of its audio. " : "",
            Self.whose(party, isSeen: isSeen, sees: run.seesServiceHop), Self.early(session, ended), Self.idle(session), Self.age(session),
            session.ruledOut(seesServiceHop: run.seesServiceHop)),
          events: [own ?? 0, first ?? 0, ended.event, session.client.audio.last?.event ?? 0], evidence: "\(text) at \(seconds(ended.at))",
          remedy: party == .relay && run.seesServiceHop ? Self.lookIntoTheLog : nil,
          alternatives: isSeen ? [] : others(session, run))
      ])
    }
  }

  /// True where the last text before the service left holds the client's audio: it knows no such message.
  private static func isAnswerToAudio(_ session: SessionFacts) -> Bool {
    guard let service = session.service, let goodbye = service.serviceGoodbye,
      let text = session.relaysOwnText(before: goodbye, on: service)
    else { return false }
    return SentAsText.isAudio(text.value, of: session.client.audioBytes)
  }

  /// Behind the stop, a reset while results are still due: nobody closes so, and who tore the connection can't be told.
  private func isTornOff(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> Bool {
    guard ended.value == nil, session.client.end?.value.manner == .reset, let stop = session.stop, ended.at >= stop.at,
      !session.readsSlowly, !session.drain.isDrained, let service = session.service, service.isOpen
    else { return false }
    return service.relayGoodbye.map { $0.at > ended.at } ?? true && service.metadata.map { $0.at > ended.at } ?? true
  }

  /// A Close with a code that says no more than that the relay is through, while the service was there and nobody had ended the stream: that
  /// it left of its own will is seen on both hops.
  private func isOfItsOwn(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> Bool {
    guard let close = ended.value, close.code != 1011, let service = session.service, service.isOpen else { return false }
    return session.serviceGoodbye(notAfter: ended) == nil && session.client.endOfStream(before: ended.event) == nil
  }

  /// A text that the relay sent of its own accord, and that the service does not know.
  private func byRelaysText(_ session: SessionFacts, _ goodbye: Located<HopFacts.Close?>, _ text: Located<[UInt8]>) -> Finding {
    let quote = VisibleText.quote(text.value, limit: 60)
    let end = goodbye.value?.text ?? "the end of the connection"
    return finding(
      session, .proven, party: .relay, cause: "a text that the service does not know, sent by the relay",
      summary: "The relay sent the service \(quote), which the client had not said so, and the service answered with \(end).",
      events: [text.event, goodbye.event], evidence: "\(quote) at \(seconds(text.at)), the end at \(seconds(goodbye.at))",
      remedy: "Send the service nothing but audio and its own messages, word for word: KeepAlive, Finalize, CloseStream under `type`.")
  }

  /// The service's own leaving, whatever the relay made of it.
  private func byService(_ session: SessionFacts, _ leaving: SessionFacts.ServiceLeaving) -> Finding {
    if let text = session.relaysOwnText(before: leaving.goodbye, on: leaving.hop) { return byRelaysText(session, leaving.goodbye, text) }
    let text = leaving.goodbye.value?.text ?? "end of the connection without a Close frame (1006)"
    let next = session.services.first { $0.begun >= leaving.goodbye.at && $0.isOpen }
    let unheard = session.audioSecondsUnheard(since: leaving.goodbye.at)
    let hasHeard = leaving.hop.audio.contains { $0.at <= leaving.goodbye.at }
    return finding(
      session, .proven, party: .service, cause: Self.cause(.service, text, isEarly: !session.hasBegun),
      summary: sentence(
        "The service ended its connection \(hasHeard ? "in the middle of the audio" : "before any audio had come"): \(text). ",
        next.map { "The relay dialled again \(seconds($0.begun - leaving.goodbye.at)) later. " }
          ?? session.relayEnded.map {
            "The relay's client learned it by \($0.value?.text ?? "an end of the connection without a Close frame (1006)"). "
          }
          ?? "Nobody told the client. ",
        unheard > 0.1 ? "\(decimal(unheard, 1)) s of audio went nowhere after it. " : "", session.ruledOut(seesServiceHop: true)),
      events: [leaving.goodbye.event, next?.request?.event ?? 0, session.relayEnded?.event ?? 0, session.client.audio.last?.event ?? 0],
      evidence: "service hop: \(text) at \(seconds(leaving.goodbye.at)), \(hasHeard ? "while audio was flowing" : "before the first audio")"
    )
  }

  /// The service was told that the audio is over, and broke off before it had said what it owes.
  private func byServiceAtTheEnd(_ session: SessionFacts, _ goodbye: Located<HopFacts.Close?>) -> Finding {
    let how = goodbye.value?.text ?? "end of the connection without a Close frame (1006)"
    return finding(
      session, .proven, party: .service, cause: "service broke off: \(how)",
      summary: sentence(
        "The service was told that the audio is over, and ",
        goodbye.value == nil ? "its connection ended without a Close frame" : "left with \(how)",
        ", before its Metadata, which it sends last\(goodbye.value == nil ? "" : ", and with words unsettled that it had heard"). ",
        session.ruledOut(seesServiceHop: true)),
      events: [session.service?.endOfStream()?.event ?? 0, goodbye.event, session.relayEnded?.event ?? 0],
      evidence: sentence(
        "service hop: \(goodbye.value == nil ? "the end of the connection" : how) at \(seconds(goodbye.at)), ",
        "no Metadata\(goodbye.value == nil ? " and no Close" : "") before it"))
  }

  /// What the client's own text brought about, where a relay that hides nothing passed it on: worth knowing, and nobody's fault but the text's.
  private func byOwnText(_ session: SessionFacts, _ text: Located<[UInt8]>) -> Finding {
    let goodbye = session.service?.serviceGoodbye ?? session.relayEnded
    let quote = VisibleText.quote(text.value, limit: 60)
    return finding(
      session, session.service == nil ? .suspected : .proven, severity: .notice, party: .client,
      cause: "a text that is part of no protocol ended the stream",
      summary: sentence(
        "The client's own \(quote) ", session.service == nil ? "was answered" : "went on to the service as it is, which answered",
        " with \(goodbye?.value?.text ?? "the end of the connection"): whoever speaks through this relay speaks to the service."),
      events: [text.event, goodbye?.event ?? 0], evidence: "\(quote) at \(seconds(text.at)), the end at \(moment(goodbye?.at))",
      remedy: "Send nothing but audio and the service's own messages through it, or let the relay drop what it does not know.")
  }

  private func others(_ session: SessionFacts, _ run: RunFacts) -> [Alternative] {
    let crashed = Alternative(rule: "relay-crashed", separateBy: .look("the relay's own log at that time; does the next session get in?"))
    guard !run.seesServiceHop else {
      // A dial that fails before it gets here is seen nowhere but in the relay's own log.
      let look = Separation.look("the relay's own log at that time: does it try to dial, and what stops it?")
      guard !session.services.isEmpty || run.strays > 0 else {
        return [Alternative(rule: "service-never-dialled", separateBy: look), crashed]
      }
      let isTorn = session.service.map { $0.close(by: .relay) == nil && $0.end?.value.manner == .reset } ?? false
      return isTorn ? [crashed, .torn] : [crashed]
    }
    guard session.signs.contains(.endsAtTheStart) else {
      let text = Alternative(rule: "audio-sent-as-text", separateBy: seeServiceHop("what text the relay sends it"))
      return (session.signs.contains(.textComplaint) ? [text] : [])
        + [crashed, Alternative(rule: id, separateBy: seeServiceHop("whether the service left first"))]
    }
    return [
      Alternative(rule: "service-refusal-hidden", separateBy: seeServiceHop("the service's answer to the relay")),
      Alternative(rule: "service-never-dialled", separateBy: seeServiceHop("whether the relay dials at all")),
      Alternative(rule: "relay-crashed", separateBy: seeServiceHop("whether the service hop breaks too")),
    ]
  }

  private static func cause(_ party: Party, _ text: String, isEarly: Bool) -> String {
    switch party {
    case .network: "connection broken in mid-stream"
    case .client: "the client ended its stream in the middle of its audio"
    default: "\(party.rawValue) left \(isEarly ? "at once" : "in mid-stream"): \(text)"
    }
  }

  /// Who left first: the service, where it is seen, or said, to have gone, and nobody had told it that the stream is over; who told it so, where
  /// somebody had; the network, where the relay behind a broken connection is alive and ends the service's side in order; else the relay.
  private func leaver(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>, _ run: RunFacts) -> Party {
    // A connection that neither side ended has died on the way: nothing that was sent was acknowledged.
    if let end = session.client.end, end.value.by == nil, end.value.manner == .reset, ended.value == nil { return .network }
    if run.seesServiceHop {
      guard let service = session.service else { return .relay }
      if let gone = service.serviceGoodbye?.at, session.isNoLater(gone, than: ended.at) {
        guard let over = service.endOfStream(), over.at <= gone else { return .service }
        return session.client.endOfStream(before: over.event) != nil ? .client : .relay
      }
      let isBroken = ended.value == nil && (session.client.end?.value.manner == .reset || session.idleBeforeBreak != nil)
      // It learns of it sooner than its client, who hears nothing of a slow way's end.
      let isAlive =
        service.endOfAudio(after: ended.at - .milliseconds(100)) != nil || service.close(by: .relay) != nil
        || service.endOfStream().map { over in session.client.audio.contains { $0.at > over.at } } ?? false
      return isBroken && isAlive ? .network : .relay
    }
    if session.client.endOfStream(before: ended.event) != nil { return .client }
    if session.idleBeforeBreak != nil { return .network }
    let isTold = session.client.messages.contains { message in
      guard case .error = message.value.kind else { return false }
      return message.value.shape == .deepgram && message.at <= ended.at
    }
    let reason = ended.value?.reason ?? ""
    // Who leaves before anything came tells of a service that it could not have, and not of one that left.
    guard isTold || !session.client.messages.isEmpty || (session.sentSeconds ?? 0) >= 1 else { return .relay }
    return isTold || ServiceWords.areIn(reason) ? .service : .relay
  }

  private static func idle(_ session: SessionFacts) -> String {
    guard let idle = session.idleBeforeBreak else { return "" }
    return
      "For \(seconds(idle)) before that nothing had gone either way: a proxy or load balancer on the way may end what is idle for so long. "
  }

  /// The relay gave its client up while it was still dialling: audio that came too early for it.
  private static func early(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> String {
    guard let service = session.service, let opened = service.response, opened.value.status == 101,
      service.begun < ended.at + session.travel,
      ended.at < opened.at, let first = session.client.audio.first
    else { return "" }
    return sentence(
      "Its service hop opened only \(seconds(opened.at - ended.at)) later; the first audio had come \(seconds(ended.at - first.at)) before: what comes ",
      "while the relay still dials has to be kept until that hop is open. ")
  }

  private static func age(_ session: SessionFacts) -> String {
    guard let (life, round) = session.roundLife else { return "" }
    return "It had lived \(seconds(life)): \(round.whose.map { "\($0)" } ?? "a round time, so somebody's timer"). "
  }

  private static func whose(_ party: Party, isSeen: Bool, sees: Bool) -> String {
    switch party {
    case .service: isSeen ? "The service left first, and the relay told its client. " : "By what came with it, the service left first. "
    case .client: "The client itself had said that its audio is over, and went on with it. "
    case .network: sees ? "The relay is alive: it ended the service's side in order after that. " : ""
    default: ""
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "gone in mid-stream", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.10 client  → audio 1.0s
      ↓ 1.12      client  end rst by=relay
      """),
    .fires(
      "the service's connection is reset", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.50      service end rst by=service
      ↓ 1.51      client  ← close 1011 "service connection lost without a Close frame"
      """),
    .fires(
      "the network between client and relay breaks", .suspected,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.50      client  end rst by=relay
        1.51      service → CloseStream
        1.80      service ← close 1000
      """),
    .fires(
      "the client itself says CloseStream in the middle of its audio", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.12      client  → CloseStream
        1.13      service → CloseStream
        1.20-1.40 client  → audio 0.2s from=1
        1.39      service ← metadata duration=1.0 sha256=abc
      ↓ 1.40      service ← close 1000
      ↓ 1.41      client  ← close 1000
      """),
    .fires(
      "a proxy's idle timeout, while the relay waits for its client", .suspected,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 4.10      client  end fin by=relay
        4.11      service → CloseStream
        4.40      service ← close 1000
      """),
    .fires(
      "from the client hop: after three seconds of silence", .suspected,
      """
      \(Opening.clientHop(seconds: 4, audio: 1))
      ↓ 4.10      client  end fin by=relay
      """),
    .fires(
      "the service is told of the end, and closes with words unsettled that it had heard", .proven,
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" interim start=0 duration=1
        1.21      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
      ↓ 2.13      service → CloseStream
      ↓ 2.30      service ← close 1000
        2.31      client  ← close 1000
      """),
    .fires(
      "the relay leaves after a time: one client in mid-stream, another behind its stop", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
        2.12      client  → text "stop"
      ↓ 2.30      client  ← close 1000
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.29 client  → audio 2.2s
        11.20       client  ← results "tell me" interim
      ↓ 12.30       client  ← close 1000
      """),
    .silent(
      "a scenario that ends its stream with an empty message on purpose",
      """
      \(Opening.bothHops("empty-frame", seconds: 4, audio: 1, options: "stop=\"stop\" provokes=empty-audio-frame"))
        1.12      client  → empty
        1.13      service → CloseStream
        1.20-1.40 client  → audio 0.2s from=1
        1.39      service ← metadata duration=1.0 sha256=abc
        1.40      service ← close 1000
        1.41      client  ← close 1000
      """),
    .silent(
      "the service's idle timeout in a pause", alsoShows: ["idle-timeout"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        11.1      service ← close 1011 "net0001"
        11.2      client  ← close 1011 "net0001"
      """),
    .silent(
      "gone after the stop", alsoShows: ["no-messages"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.20      client  end fin by=relay
      """),
    .fires(
      "the service leaves after a time: once in mid-stream, and once right behind the end of the stream", .proven,
      """
      \(Opening.bothHops("two-utterances", seconds: 4, audio: 2))
      ↓ 2.30      service ← close 1001 "going away"
      ↓ 2.31      client  ← close 1001 "going away"
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true
        10.04       service ← 101
        10.10-12.10 client  → audio 2.0s
        10.11-12.11 service → audio 2.0s
        12.12       client  → text "stop"
        12.13       service → CloseStream
      ↓ 12.30       service ← close 1001 "going away"
      ↓ 12.31       client  ← close 1001 "going away"
      """),
    .silent(
      "a relay that loses audio from a moment on, and goes on behind it where the audio is longer", alsoShows: ["audio-lost"],
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=6 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-6.10 client  → audio 6.0s
        0.11-1.11 service → audio 1.0s
        4.61-6.11 service → audio 1.5s from=4.5
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← close 1000
        6.31      client  ← close 1000
      session no-stop audio=linear16/16000/1 seconds=3 stop="stop" provokes=close-stream-missing
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.04       service ← 101
        20.10-23.10 client  → audio 3.0s
        20.11-21.11 service → audio 1.0s
        29.10       client  → close 1000
        29.11       client  ← close 1000
        29.12       service → CloseStream
        29.30       service ← results "tell me" final start=0 duration=1
        29.31       service ← close 1000
      """),
  ]
}
