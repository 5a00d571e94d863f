internal import Speech
internal import Timeline

/// Somebody waits for a message that comes only at the end, before the audio may begin.
struct ReadySignalWrong: Rule {
  let id = "ready-signal-wrong"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.dialled)]
  let hypothesis: HypothesisWords? = HypothesisWords(
    "relay waits for a message that comes only at the end", seenBy: "whether any audio arrives before the timeout")
  let title = "audio waits for a message that comes only at the end"
  let why = """
    The service sends no greeting: it is ready with its 101. A relay that waits for Metadata (or any first message) before it sends audio waits for ever; \
    the socket idles until net0001, whose Metadata then looks like the greeting. A relay that tells its client "ready" only then has the client wait as well.
    """
  let clientView = "The audio is not taken, or no `ready` message comes: nothing starts until about ten seconds have passed."
  let serviceView = "An open connection on which nothing is sent, then Metadata and close 1011 net0001."
  let remedy = """
    Take the open handshake as the signal:

    ```python
    async with websockets.connect(url, additional_headers=auth) as service:
        # open: send at once; no `await service.recv()` before the first audio
        await client.send_json({"type": "ready"})
        await asyncio.gather(upstream(), downstream())
    ```

    ```js
    // the open handshake is the signal, not the first message
    service.on("open", () => client.send(JSON.stringify({ type: "ready" })));
    ```
    """
  let citation = "Deepgram live API: Metadata comes once, at the end; audio may be sent as soon as the socket is open."

  func check(_ run: RunFacts) -> RuleOutcome {
    if run.seesServiceHop {
      let isHeld = AudioHeldBack.isHeldToTheEnd(run)
      return .over(run.sessions) { session in
        isHeld ? .notApplicable("in another session the relay let the audio go at the end: audio-held-back") : onServiceHop(session)
      }
    }
    let isHeardElsewhere = run.sessions.contains(where: \.hasWords)
    return .over(run.sessions) { fromClientHop($0, isHeardElsewhere) }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.client.isOpen else { return .notApplicable("the client was not let in") }
    guard let service = session.service, service.isOpen, let opened = service.response else {
      return .notApplicable("the service hop was not open")
    }
    let sent = [service.audio.first?.event, service.controls.first?.event, service.binaryControls.first?.event].compactMap { $0 }.min()
    guard let greeting = service.messages.first, sent.map({ $0 > greeting.event }) ?? true else { return .pass }
    if let ended = session.relayEnded, ended.at < opened.at + .seconds(2) {
      return .notApplicable("the relay had left its client by then: it waited for nothing any more")
    }
    guard greeting.at - opened.at > .seconds(2) else { return .notApplicable("the service's first message came at once") }
    // A client that had nothing to say leaves nothing to wait with, unless it was kept waiting itself.
    let audio = session.client.audio.first { $0.at < greeting.at }
    guard audio != nil || waitedInVain(session) != nil else { return .notApplicable("the client had sent nothing") }
    let goesOn = sent != nil
    let isSure = goesOn && !isOnlyEmptied(session, service, behind: greeting)
    return .findings([
      finding(
        session, isSure ? .proven : .suspected, party: .relay,
        cause: goesOn
          ? "the relay waits for the service's first message before it sends audio" : "the relay waits for something that never comes",
        summary: sentence(
          "The service hop was open at \(moment(opened.at)) and the relay sent nothing over it until the service's own first message, ",
          "\(Self.name(greeting.value)) at \(moment(greeting.at)), which comes only when a session is over",
          goesOn ? "; then it began to send." : "."),
        events: [opened.event, audio?.event ?? 0, greeting.event, sent ?? 0],
        evidence: sentence(
          "service hop: nothing from the relay for \(seconds(greeting.at - opened.at)); ",
          "then \(Self.name(greeting.value))", goesOn ? ", then the relay's first message" : ""),
        alternatives: isSure
          ? []
          : goesOn
            ? [
              Alternative(rule: "audio-held-back", separateBy: .look("the relay's code: what lets its audio go, a message or the end?")),
              Alternative(rule: "close-stream-missing", separateBy: .look("the relay's code: what does it do at the stop?")),
            ]
            : [
              Alternative(
                rule: "audio-not-forwarded",
                separateBy: .look("the relay's code: is there an `await` on the service's socket before the first send?"))
            ])
    ])
  }

  /// What went out behind the service's own Close, and without the end that the client had told of, may as well have been let go by that Close.
  private func isOnlyEmptied(_ session: SessionFacts, _ service: HopFacts, behind greeting: Located<ReadMessage>) -> Bool {
    guard let over = session.stop?.at ?? session.clientLeft, over < greeting.at, let close = service.close(by: .service),
      let first = service.audio.first
    else { return false }
    return close.event < first.event && !service.controls.contains { $0.value == .closeStream }
  }

  private static func name(_ message: ReadMessage) -> String {
    if case .metadata = message.kind { return "Metadata" }
    return message.label ?? "a message"
  }

  /// The client was told to wait for a ready message, and none came.
  private func waitedInVain(_ session: SessionFacts) -> Located<Note>? {
    session.notes.first { $0.value.code == .waitExpired && $0.value.topic == .ready }
  }

  private func fromClientHop(_ session: SessionFacts, _ isHeardElsewhere: Bool) -> RuleOutcome {
    guard let note = waitedInVain(session) else {
      return isHeardElsewhere ? .notApplicable("audio of other sessions was heard: nothing waits for ever") : late(session)
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the relay never says that it is ready",
        summary: "The client was let in and waited for the agreed ready message; it did not come.",
        events: [session.client.response?.event ?? 0, note.event], evidence: note.value.text,
        alternatives: [
          Alternative(rule: "service-never-dialled", separateBy: seeServiceHop("whether the relay dials at all")),
          Alternative(rule: "service-refusal-hidden", separateBy: seeServiceHop("the service's answer")),
        ])
    ])
  }

  /// Metadata of a session that heard nothing, ten seconds on: the service had a connection and no audio.
  private func late(_ session: SessionFacts) -> RuleOutcome {
    guard let first = session.client.audio.first, (session.sentSeconds ?? 0) >= 0.5, let metadata = session.metadata,
      metadata.value.duration == 0, session.results.isEmpty,
      metadata.value.sha256 == HashEvidence.ofNothing || metadata.value.sha256 == "incomplete",
      metadata.at - first.at > .seconds(8)
    else { return .notApplicable("the session did not idle until the service gave up") }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the relay waits for something that comes only at the end",
        summary: "Audio went out for \(decimal(session.sentSeconds ?? 0, 1)) s, and the service says after its timeout that it heard none.",
        events: [first.event, metadata.event],
        evidence: "Metadata at \(moment(metadata.at)): duration 0, nothing was decoded before the timeout",
        alternatives: [
          Alternative(rule: "audio-not-forwarded", separateBy: seeServiceHop("whether audio is sent after the Metadata")),
          Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether the end of the stream is told")),
          Alternative(rule: "audio-sent-as-text", separateBy: seeServiceHop("what kind of messages arrive")),
          Alternative(rule: "audio-undecodable", separateBy: seeServiceHop("whether audio arrives")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .silent(
      "audio is let go at whatever end there is, in one session at the service's", alsoShows: ["audio-held-back"],
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.14      service → audio 2.0s
        2.30      service ← metadata duration=0 sha256=abc
        2.31      service ← close 1000
        2.32      client  ← close 1000
      session stall audio=linear16/16000/1 seconds=14 stop="stop"
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.04       service ← 101
        20.10-23.10 client  → audio 3.0s
        30.04       service ← metadata duration=0 sha256=incomplete
        30.04       service ← close 1011 "net0001"
        30.05       service → audio 3.0s
        30.06       client  ← close 1011 "net0001"
      """),
    .fires(
      "audio only behind the Metadata", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 10.0      service ← metadata duration=0 sha256=incomplete
        10.1      service → audio 2.0s
        10.1      service ← close 1011 "net0001"
      """),
    .fires(
      "from the client hop: no ready message", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 10.0      note wait-expired "the profile's ready message did not come within 10 s; going on without it"
      """),
    .fires(
      "from the client hop: nothing heard until the timeout", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 10.1      client  ← metadata duration=0 sha256=incomplete
        10.2      client  ← close 1011 "net0001"
      """),
    .silent(
      "from the client hop: another session was heard", alsoShows: ["close-stream-missing"],
      """
      session stall audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        10.1      client  ← metadata duration=0 sha256=incomplete
        10.2      client  ← close 1011 "net0001"
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        20.0      client  → GET /listen
        20.0      client  ← 101
        20.1-22.0 client  → audio 2.0s
        22.12     client  → text "stop"
        22.3      client  ← results "tell me" final start=0 duration=2
      """),
    .silent(
      "audio first, then results",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        1.20      service ← results "tell me" interim
        2.12      client  → text "stop"
      """),
    .silent(
      "the client had nothing to say", alsoShows: ["idle-timeout"],
      """
      run service-hop=simulated
      session control-only audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        12.0      service ← metadata duration=0 sha256=incomplete
        12.1      service ← close 1011 "net0001"
      """),
    .fires(
      "audio behind the service's own Close, and no end of the stream behind it: what was held may be let go by the end", .suspected,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 10.0      service ← metadata duration=0 sha256=incomplete
        10.0      service ← close 1011 "net0001"
        10.1-10.2 service → audio 2.0s
        10.3      service → close 1000
      """),
  ]
}
