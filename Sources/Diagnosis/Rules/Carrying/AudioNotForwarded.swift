internal import Audio
internal import Speech
internal import Timeline

/// The service hop is open, and not one byte of audio goes over it.
struct AudioNotForwarded: Rule {
  let id = "audio-not-forwarded"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("no audio reached the service", seenBy: "whether audio arrives there")
  let title = "the relay forwards no audio"
  let why = """
    The relay dials the service, and the loop that should carry audio from its client there is missing, has died, or feeds a queue that nobody reads. \
    The service hears nothing: no Results, a Metadata whose sha256 is that of zero bytes, or net0001 after ten seconds.
    """
  let clientView = "0 messages, or a Metadata whose sha256 is the hash of zero bytes (e3b0c442…)."
  let serviceView = "The connection is open and no binary message comes on it."
  let remedy = """
    Run both directions at once, and let neither die unseen:

    ```python
    async def upstream():
        while (message := await client.receive())["type"] == "websocket.receive":
            if message.get("bytes"):
                await service.send(message["bytes"])
            elif message.get("text") == "stop":
                await service.send(json.dumps({"type": "CloseStream"}))

    async def downstream():
        async for message in service:
            await client.send_text(message)

    await asyncio.gather(upstream(), downstream())      # both, and with their exceptions
    ```

    ```js
    client.on("message", (data, isBinary) => { if (isBinary) service.send(data); });
    ```
    """
  let citation = "Deepgram live API: Metadata.sha256 is the hash of the submitted audio; e3b0c442… is the hash of zero bytes."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0, run) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard session.client.isOpen, let first = session.client.audio.first else { return .notApplicable("no audio was sent") }
    guard let service = session.service, service.isOpen, let opened = service.response else {
      return .notApplicable("the service hop was not open")
    }
    guard session.services.allSatisfy(\.audioBytes.isEmpty) else { return .pass }
    guard !run.spokeBeforeTheHop(session) else {
      return .notApplicable("all of it came before the service hop was open: audio-lost-at-start")
    }
    guard SentAsText(session, service) == nil else { return .notApplicable("it arrives in text messages: audio-sent-as-text") }
    let end = service.serviceGoodbye?.at ?? service.end?.at ?? session.lastEventAt
    let heard = session.client.audio.last { $0.at <= end }
    // As many messages as there were, and nothing in them: the service takes the first for the end, and leaves.
    let hollow = service.controls.filter { $0.value == .empty }
    guard (session.sentSeconds ?? 0) >= 0.5 || hollow.count > 1 else { return .notApplicable("too little audio was sent") }
    guard let heard, let open = session.openBehindFirstAudio, open > .seconds(1) || hollow.count > 1 else {
      return .inconclusive("the service hop was not open for long enough")
    }
    let hash = service.metadata?.value.sha256 == HashEvidence.ofNothing ? "; its Metadata has the sha256 of zero bytes" : ""
    let other = otherReason(session, service)
    return .findings([
      finding(
        session, other == nil ? .proven : .suspected, party: .relay,
        cause: "no audio is forwarded to the service",
        summary: sentence(
          session.isRelayUnheard ? "The client sent the relay " : "The relay took ", "\(decimal(session.sentSeconds ?? 0, 1)) s of audio",
          session.isRelayUnheard ? "; it" : " from its client and", " opened the service, and sent not one byte of audio there.",
          hollow.count > 1
            ? " It did send \(hollow.count) binary messages, each of 0 bytes: what it reads from its client is not what it sends on. The service takes the first for the end."
            : ""),
        events: [
          opened.event, first.event, heard.event, hollow.first?.event ?? 0, service.serviceGoodbye?.event ?? service.metadata?.event ?? 0,
        ],
        evidence: sentence(
          "service hop open from \(moment(opened.at)) to \(moment(end)): 0 binary messages with audio, \(hollow.count) without a byte, ",
          "\(count(service.controls.count - hollow.count, "text message"))\(hash)"),
        alternatives: [other].compactMap(\.self))
    ])
  }

  /// Nobody holds audio back for longer and sends it all the same.
  private static let patience = Nanoseconds.seconds(5)

  /// What else may keep the audio back.
  private func otherReason(_ session: SessionFacts, _ service: HopFacts) -> Alternative? {
    if session.isCloseUnanswered(on: service) { return .cutBehind }
    // Audio that is late by seconds is none yet, when the relay leaves the service in the middle of it.
    if let left = service.relayGoodbye, session.stop.map({ $0.at > left.at }) ?? true, let open = session.openBehindFirstAudio,
      open < Self.patience
    {
      return Alternative(
        rule: "unexpected-close",
        separateBy: .look("why the relay left the service \(seconds(open)) after the first audio: what was late by as much had not come"))
    }
    if session.isRelayUnheard {
      return Alternative(
        rule: "unexpected-close",
        separateBy: .look("whether the way to the relay still stood: its client heard nothing of it, not even an answer to its Close"))
    }
    guard session.isCall else { return nil }
    return Alternative(
      rule: "unexplained",
      separateBy: .look(
        "whether the relay waits for both sides of the call: then play both, client: { dialect: twilio, tracks: both }, unless you did"))
  }

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard (session.sentSeconds ?? 0) >= 0.5 else { return .notApplicable("too little audio was sent") }
    guard let metadata = session.metadata else { return .inconclusive("without a forwarded Metadata it can't be seen from the client hop") }
    guard metadata.value.sha256 == HashEvidence.ofNothing else { return .pass }
    if session.stop == nil, let other = run.leavings.beside(session).flatMap(run.ordinarySession), other.metadata?.value.duration ?? 0 > 0 {
      return .notApplicable("it ended before the client's first audio, and in another session after the same time in the middle of it")
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "no audio is forwarded to the service",
        summary: sentence(
          "\(decimal(session.sentSeconds ?? 0, 1)) s of audio were sent, and the service's Metadata has the sha256 of zero bytes: ",
          "no binary message with audio reached it."),
        events: [session.client.audio.first?.event ?? 0, metadata.event], evidence: "Metadata.sha256 is e3b0c442…b855, the hash of nothing",
        alternatives: [
          Alternative(rule: "audio-sent-as-text", separateBy: seeServiceHop("whether the audio arrives in text messages")),
          Alternative(rule: "ready-signal-wrong", separateBy: seeServiceHop("whether anything at all is sent before the Metadata")),
        ] + endedBefore(session, metadata))
    ])
  }

  /// Where the stream was over before its time, and the client had hardly begun to speak: who ended it need not have kept anything back.
  private func endedBefore(_ session: SessionFacts, _ metadata: Located<MetadataFacts>) -> [Alternative] {
    guard session.stop.map({ $0.event > metadata.event }) ?? true, let ended = session.relayEnded, ended.value?.code == 1000,
      let begun = session.client.audio.first, metadata.at - begun.at < .seconds(1)
    else { return [] }
    return ["close-stream-early", "empty-audio-frame"].map {
      Alternative(rule: $0, separateBy: seeServiceHop("whether the end of the stream is told before the first audio"))
    }
  }

  let examples: [RuleExample] = [
    .silent(
      "the service leaves before the first audio can have come over a slow way", alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        1.45      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.46      service ← 101
        2.80      client  ← 101
        2.90-5.20 client  → audio 2.3s
        4.20      service ← close 1011
        5.60      client  ← close 1011
      """),
    .fires(
      "from the client hop: the stream was over as the client began to speak", .suspected,
      """
      \(Opening.clientHop("burst", seconds: 4, audio: 0))
      ↓ 1.00-1.01 client  → audio 1.0s
      ↓ 1.20      client  ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        1.21      client  ← close 1000
      """),
    .fires(
      "nothing is heard of the relay either: the way may be cut", .suspected,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        6.00      client  → close 1000
        9.00      client  end fin by=client
      """),
    .fires(
      "no loop towards the service", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        2.31      service ← close 1000
      """),
    .fires(
      "from the client hop: the hash of nothing", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        2.33      client  ← close 1000
      """),
    .silent(
      "forwarded, in a few large chunks",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        1.10-2.10 service → audio 2.0s chunk=1000
        2.12      client  → text "stop"
      """),
    .silent(
      "the service hop came up only when the client had left", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session hang-up audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.10-0.80 client  → audio 0.8s
        0.85      client  → close 1001
        0.90      service ← 101
        0.91      service → close 1000
        0.92      service end fin by=relay
      """),
    .silent(
      "from the client hop: a Metadata that a timeout cut short", alsoShows: ["close-stream-missing"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        12.1      client  ← metadata duration=2.0 sha256=incomplete
        12.2      client  ← close 1011 "net0001"
      """),
    .silent(
      "from the client hop: over before the audio began, and in another session after the same time in the middle of it",
      alsoShows: ["empty-audio-frame"],
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.10 client  → audio 1.0s
        1.12      client  ← metadata duration=0.9 sha256=0000000000000000000000000000000000000000000000000000000000000000
        1.13      client  ← close 1000
      session burst audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        11.00-11.10 client  → audio 0.6s
        11.12       client  ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        11.13       client  ← close 1000
      """),
  ]
}
