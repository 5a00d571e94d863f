internal import Speech
internal import Timeline

/// Audio goes to the service in text messages.
struct AudioSentAsText: Rule {
  let id = "audio-sent-as-text"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .altered, .missing), .of(.form)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio sent as text", seenBy: "the type of the frames that carry the audio")
  let title = "audio is sent as text (characters, base64 or JSON) instead of binary messages"
  let why = """
    The service takes binary messages for audio and text messages for control. Audio that was decoded to a string, or wrapped in base64 as other vendors want it, \
    is no audio: 0 Results, or an Error and a close 1008 at the first message.
    """
  let clientView = "0 messages, or the service's complaint about a text that it does not know, mostly with close 1008."
  let serviceView = "Text frames (characters, base64 or JSON) where binary ones with audio should be."
  let remedy = """
    Send bytes, in binary messages:

    ```python
    await service.send(chunk)                       # chunk: bytes, not str; no b64encode, no decode
    # FastAPI: chunk = await client.receive_bytes(), not receive_text()
    ```

    ```js
    service.send(data, { binary: true });           // data: Buffer, not data.toString()
    ```
    """
  let citation = "Deepgram live API: audio goes in binary frames; RFC 6455 §5.6: text frames hold UTF-8."

  func check(_ run: RunFacts) -> RuleOutcome {
    let reasons = run.seesServiceHop ? [] : Set(run.sessions.filter(\.results.isEmpty).compactMap { answer(to: $0)?.value.reason })
    return .over(run.sessions) { session in
      if let own = byClient(session) { return own }
      return run.seesServiceHop ? onServiceHop(session) : fromClientHop(session, reasons)
    }
  }

  /// A close 1008 while nothing but audio was sent.
  private func answer(to session: SessionFacts) -> Located<HopFacts.Close>? {
    guard let close = session.client.close(by: .relay), close.value.code == 1008, close.at < session.stop?.at ?? .max,
      session.client.controls.allSatisfy({ $0.at > close.at })
    else { return nil }
    return close
  }

  /// The client is to send binary messages, and sends text ones with the audio inside.
  private func byClient(_ session: SessionFacts) -> RuleOutcome? {
    guard session.info.audio != nil, !session.provokes(id), let found = SentAsText(client: session.client) else { return nil }
    return .findings([
      finding(
        session, .proven, party: .client, cause: "the client sends audio as text",
        summary: sentence(
          "\(count(found.messages, "message")) of the client's \(found.messages == 1 ? "is a text message" : "are text messages") ",
          "that hold audio \(found.manner.rawValue), where binary messages are agreed on: a relay takes them for words."),
        events: [found.first.event], evidence: "client hop: the first at \(seconds(found.first.at))",
        remedy: """
          In the client, send the bytes themselves: `ws.send(chunk.buffer)` and not `ws.send(String(chunk))`, `await ws.send(chunk)` with `bytes`. \
          Where the relay wants them inside JSON, say so in the profile (`client:`).
          """)
    ])
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard !session.client.audio.isEmpty else { return .notApplicable("no audio was sent in binary messages") }
    guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
    if let found = SentAsText(session, service) {
      return result(
        session, found.first.event, "\(count(found.messages, "message")) with audio \(found.manner.rawValue)",
        found.isBinary ? "binary messages that hold text" : "text messages")
    }
    // Bytes that are no UTF-8, in a text frame: the frame itself is illegal.
    let illegal = service.violations.first { $0.value.event.sender == .relay && $0.value.event.kind == .textNotUTF8 }
    guard let illegal, service.audioBytes.isEmpty else { return .pass }
    return result(session, illegal.event, "text frames that are no UTF-8: \(illegal.value.event.text)", "text frames")
  }

  private func result(_ session: SessionFacts, _ event: Int64, _ what: String, _ kind: String) -> RuleOutcome {
    .findings([
      finding(
        session, .proven, party: .relay, cause: "audio is sent as text",
        summary: "The client's audio comes in binary messages, and the relay sends it to the service in \(kind): \(what).",
        events: [session.client.audio.first?.event ?? 0, event, session.service?.serviceGoodbye?.event ?? 0],
        evidence: "service hop: \(what); \(session.service?.audioBytes.count ?? 0) bytes in binary messages")
    ])
  }

  /// The service's answer to a text that it does not know, while nothing but audio was sent.
  ///
  /// - Parameter reasons: How such sessions ended in which not one result came: one that ends so behind results is sent as text from then on.
  private func fromClientHop(_ session: SessionFacts, _ reasons: Set<String>) -> RuleOutcome {
    guard let first = session.client.audio.first else { return .pass }
    guard let close = answer(to: session) else { return .notApplicable("no close 1008 while only audio was sent") }
    guard session.results.isEmpty || reasons.contains(close.value.reason) else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "audio is sent as text",
        summary: sentence(
          "Nothing but audio had been sent when the relay closed with 1008\(close.value.reason.isEmpty ? "" : " \"\(close.value.reason)\""): ",
          "that is how the service answers a text message that it does not know."),
        events: [first.event, close.event],
        evidence: "close 1008 \(seconds(close.at - first.at)) after the first audio, before any text of the client",
        alternatives: [
          Alternative(rule: "message-too-big", separateBy: .play(scenario: "tiny-chunks", tries: "a limit on size lets those pass")),
          Alternative(rule: "unexpected-close", separateBy: seeServiceHop("what kind of messages the relay sends")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "base64 in text messages", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 0.11-0.31 service → audio 0.3s base64
        0.33      service ← close 1008 "Unknown text message"
      """),
    .fires(
      "from the client hop: 1008 while only audio was sent", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.30 client  → audio 0.3s
      ↓ 0.33      client  ← close 1008 "Unknown text message"
      """),
    .fires(
      "from the client hop: in one session from the first message on, in another behind a result", .suspected,
      """
      session burst audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.30 client  → audio 0.3s
      ↓ 0.33      client  ← close 1008 "Unknown text message"
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-11.40 client  → audio 1.3s
        11.20       client  ← results "tell me" interim
      ↓ 11.43       client  ← close 1008 "Unknown text message"
      """),
    .silent(
      "binary, and KeepAlive as text",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.05      service → KeepAlive
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .silent(
      "a stop that is passed on as it is", alsoShows: ["stop-forwarded-verbatim"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → text "stop"
        2.14      service ← close 1008 "Unknown text message"
        2.15      client  ← close 1008 "Unknown text message"
      """),
  ]
}
