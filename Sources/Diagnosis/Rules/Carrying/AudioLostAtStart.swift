internal import Audio
internal import Speech
internal import Timeline

/// What the client sent first never reaches the service.
struct AudioLostAtStart: Rule {
  let id = "audio-lost-at-start"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio lost before the service was connected", seenBy: "which bytes arrive first")
  let title = "the beginning of the audio is lost in the relay"
  let why = """
    The client is accepted and speaks at once, while the relay is still dialling the service (a handshake takes 0.1 to 0.3 s). What comes until then is dropped: \
    the first words are missing, and Metadata.duration is short by about the time of the handshake.
    """
  let clientView = "The first words are missing; Metadata.sha256 differs and its duration is short by about the time of a handshake."
  let serviceView = "The relay's bytes begin later in the audio than the client's."
  let remedy = """
    Keep what comes while the service hop is being opened, and send it first:

    ```python
    pending = asyncio.Queue()
    close_stream = json.dumps({"type": "CloseStream"})

    async def from_client():                      # runs from the first moment
        while (message := await client.receive())["type"] == "websocket.receive":
            await pending.put(message.get("bytes") or close_stream)

    async def to_service():
        async with websockets.connect(url, additional_headers=auth) as service:
            while True:
                await service.send(await pending.get())
    ```

    ```js
    const pending = [];
    client.on("message", (data, isBinary) => {       // registered before the service is dialled
      if (!isBinary) return;
      if (service.readyState === WebSocket.OPEN) service.send(data);
      else pending.push(data);
    });
    service.on("open", () => {
      for (const data of pending.splice(0)) service.send(data);
    });
    ```

    or dial the service before you accept the client: `service = await websockets.connect(…)`, then `await client.accept()`.
    """
  let otherRemedies: [Party: String] = [
    .client: """
    Send no audio before the relay has said that it is ready; here, by `ready` in the profile (`ready: { type: ready }`), or with a dialect by \
    `opening: [{ await: EVENT }]`.
    """
  ]
  let citation = "Seen in the field eight times: audio that is dropped before the service hop is open."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0, run) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let carriage = session.carriage else {
      guard run.spokeBeforeTheHop(session) else { return .notApplicable("no audio of this session reached the service") }
      return .findings([allOfIt(session)])
    }
    let compared = carriage.comparison
    guard !compared.unrelated else { return bySound(session, carriage) }
    let missing = carriage.lostAtStart?.count ?? 0
    // Less is a stream out of step: audio-altered.
    guard missing >= 4 * carriage.sentFormat.frameWidth, carriage.main != .altered else { return .pass }
    // Silence may be left out on purpose.
    let between = carriage.gaps.reduce(0) { carriage.isQuiet($1) ? $0 : $0 + $1.count }
    guard between < missing else { return .notApplicable("more is missing in between: audio-lost") }
    return .findings([lost(session, carriage, carriage.seconds(missing), of: "bytes")])
  }

  private func bySound(_ session: SessionFacts, _ carriage: Carriage) -> RuleOutcome {
    guard let sound = carriage.comparison.sound, sound.isAlike else {
      return .inconclusive("the relay sends other bytes than it got, and they can't be laid over the client's audio")
    }
    guard sound.missingAtStart > 0.15 else { return .pass }
    return .findings([lost(session, carriage, sound.missingAtStart, of: "converted audio")])
  }

  private func lost(_ session: SessionFacts, _ carriage: Carriage, _ length: Double, of what: String) -> Finding {
    if let ready = session.readyAfterAudio, length <= session.sentSeconds(by: ready.at + session.travel) + 0.1 {
      return tooEarly(session, ready, length)
    }
    let bytes = Int(length * Double(carriage.sentFormat.bytesPerSecond))
    let started = session.client.audio.first
    let opened = session.service?.response
    let late = opened.flatMap { opened in started.map { opened.at > $0.at } } ?? false
    return finding(
      session, .proven, party: .relay, cause: "the first \(seconds(length)) of audio never reach the service",
      summary: sentence(
        "The client's first \(seconds(length)) of audio are not among the bytes that the relay sends to the service",
        late ? ": it spoke before the service hop was open, and what came until then was dropped." : ".",
        carriage.hasLostHeader ? " The container's header went with them, which alone tells what the bytes are." : ""),
      events: [started?.event ?? 0, opened?.event ?? 0, session.service?.audio.first?.event ?? 0],
      evidence: sentence(
        "client: first audio at \(moment(started?.at)); service hop open at \(moment(opened?.at)); ",
        "the \(what) there begin \(bytes) bytes into the client's audio"))
  }

  /// A client that had said all when the service hop opened.
  private func allOfIt(_ session: SessionFacts) -> Finding {
    let opened = session.service?.response
    let length = seconds(session.sentSeconds ?? 0)
    return finding(
      session, .proven, party: .relay, cause: "the first \(length) of audio never reach the service",
      summary: sentence(
        "The client had sent all of its \(length) of audio when the service hop opened, and what came until then was dropped: another, which spoke ",
        "longer, was heard from then on."),
      events: [session.client.audio.first?.event ?? 0, session.client.audio.last?.event ?? 0, opened?.event ?? 0],
      evidence: sentence(
        "client: audio from \(moment(session.client.audio.first?.at)) to \(moment(session.client.audio.last?.at)); ",
        "service hop open at \(moment(opened?.at)), not one byte of audio there"))
  }

  /// What a relay lets go that has not said yet that it is ready, its client should not have sent.
  private func tooEarly(_ session: SessionFacts, _ ready: Located<ReadMessage>, _ length: Double) -> Finding {
    let name = ready.value.label ?? "ready"
    return finding(
      session, .inferred, party: .client,
      cause: "the first \(seconds(length)) of audio, sent before the relay said that it is ready, are lost",
      summary: sentence(
        "The client's first \(seconds(length)) of audio are not among the bytes that the relay sends to the service. ",
        "It says \"\(name)\" when it is ready, and the client did not wait for that."),
      events: [session.client.audio.first?.event ?? 0, ready.event, session.service?.audio.first?.event ?? 0],
      evidence: "client: first audio at \(moment(session.client.audio.first?.at)), \"\(name)\" at \(moment(ready.at))")
  }

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let loss = run.loss(of: session), case .start(let length) = loss else { return session.noLoss() }
    return .findings([
      session.lost(
        self, loss, cause: "the first \(seconds(length)) of audio never reach the service",
        summary: sentence(
          "The service counted \(seconds(length)) of audio less than was sent, ",
          Loss.isHashed(session)
            ? "and its hash is that of the audio without its beginning." : "and the first words of the clip did not come back."),
        others: ["audio-lost", "audio-lost-at-end"])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "dialled so late that a short clip is over by then, and a longer one is heard from then on", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.60      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 2.62      service ← 101
        2.63      service → CloseStream
        2.80      service ← metadata duration=0.0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        2.81      service ← close 1000
        2.82      client  ← close 1000
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
      ↓ 10.10-15.10 client  → audio 5.0s
        12.60       service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 12.62       service ← 101
      ↓ 12.63-15.11 service → audio 2.48s from=2.52
        15.12       client  → text "stop"
        15.13       service → CloseStream
      """),
    .fires(
      "and silence is left out, more of it than was lost", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=6 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s
        2.11-4.10 client  → audio 2.0s blank
        4.11-6.10 client  → audio 2.0s from=4
        0.70      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.72      service ← 101
      ↓ 0.73-2.11 service → audio 1.4s from=0.6
        4.12-6.11 service → audio 2.0s from=4
        6.12      client  → text "stop"
        6.13      service → CloseStream
      """),
    .fires(
      "silence in front of the gap may be the silence behind it", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-0.30 client  → audio 0.2s blank
        0.30-2.10 client  → audio 1.8s from=0.2
        0.70      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.72      service ← 101
        0.73-0.93 service → audio 0.2s blank
        0.93-2.11 service → audio 1.2s from=0.8
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .fires(
      "what came before the service hop was open is dropped", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.10-2.00 client  → audio 2.0s
      ↓ 0.45      service ← 101
        0.51-2.01 service → audio 1.6s from=0.4
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .fires(
      "the relay says when it is ready, and the client does not wait for it", .inferred,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.10-2.00 client  → audio 2.0s
        0.45      service ← 101
      ↓ 0.46      client  ← message "{'event':'deepgram_ready'}"
        0.51-2.01 service → audio 1.6s from=0.4
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .fires(
      "dropped, and the rest sent as µ-law, rightly declared", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=8000
        0.45      service ← 101
        0.10-4.00 client  → audio 4.0s
      ↓ 0.51-4.01 service → audio 3.5s from=0.5 as=mulaw/8000/1
        4.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: the hash is that of the audio without its beginning", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=1.6 sha256=ae4f035d685800363bd5791889c52d6fd27f4cbd6a2db99324cfe35487192ce7
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: short, and the first words missing", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more about birds"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "more about birds" final start=0 duration=1.75
      ↓ 2.31      client  ← metadata duration=1.75 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
    .silent(
      "kept until the service hop is open, then sent at once",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.45      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.46      service → audio 0.4s
        0.51-2.01 service → audio 1.6s from=0.4
        2.12      client  → text "stop"
      """),
    .silent(
      "a relay that takes the WAV header off and puts silence in front",
      """
      run service-hop=simulated
      session wav-header audio=linear16/16000/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.05      service ← 101
        0.10-2.00 client  → audio 2.0s wav
        0.06      service → audio 0.25s blank
        0.11-2.01 service → audio 2.0s chunk=250
        2.12      client  → text "stop"
      """),
    .silent(
      "a relay that resamples, and says so",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=8000
        0.05      service ← 101
        0.10-4.00 client  → audio 4.0s
        0.21-4.11 service → audio 4.0s as=linear16/8000/1
        4.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: the hash is that of what was sent", alsoShows: ["audio-undecodable"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.31      client  ← metadata duration=2.0 sha256=604dd74a1d36055c0f287f8cadcc8fd809068141db77a7953f70a478a19f20cf
        2.33      client  ← close 1000
      """),
  ]
}
