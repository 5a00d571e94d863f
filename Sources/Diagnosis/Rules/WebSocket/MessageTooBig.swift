internal import Timeline

/// The relay refuses a legal message for its size.
struct MessageTooBig: Rule {
  let id = "message-too-big"
  let group = RuleGroup.webSocket
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying)]
  let inPlaceOfRelay = Party.service
  let title = "the relay refuses a legal message as too big (1009)"
  let why = """
    A quarter of a second of audio is 22 KB at 44.1 kHz in 16 bits, and twice that in stereo: a relay or a proxy with a limit of 16 or 32 KB cuts such a client \
    off, and nobody sees why: the close 1009 often gets lost on its way.
    """
  let clientView = "A close 1009 (or an end without a word) right behind a message above a certain size; smaller ones passed."
  let serviceView = "The message that was refused never arrives."
  let remedy = """
    Raise the limit of the relay, and of the proxy in front of it, above the largest chunk that a client may send:

    ```python
    uvicorn.run(app, ws_max_size=1 << 20)                      # FastAPI, Starlette
    websockets.serve(handler, host, port, max_size=1 << 20)    # websockets
    ```

    ```js
    new WebSocketServer({ port, maxPayload: 1 << 20 });        // Node ws
    ```
    """
  let citation = "RFC 6455 §7.4.1: 1009, a message that is too big to process. Deepgram live API: chunks of 20 to 250 ms."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen else { return .notApplicable("no connection was open") }
      if let close = refusal(session.client, by: .relay) { return .findings([found(session, session.client, close)]) }
      for service in session.services {
        if let close = refusal(service, by: .relay) { return .findings([found(session, service, close)]) }
        if let close = refusal(service, by: .service) { return .findings([found(session, service, close)]) }
      }
      return .pass
    }
  }

  /// A Close with 1009 by a side, unless it only answers, or passes on, the other's.
  private func refusal(_ hop: HopFacts, by party: Party) -> Located<HopFacts.Close>? {
    guard let close = hop.close(by: party), close.value.code == 1009 else { return nil }
    guard hop.closes.first?.event == close.event else { return nil }
    return close
  }

  private func found(_ session: SessionFacts, _ hop: HopFacts, _ close: Located<HopFacts.Close>) -> Finding {
    let party = close.value.by
    // What the refusing side was sent: the dialler's audio, or the messages that came back.
    let sizes: [Located<Int>] =
      party == hop.hop.acceptor
      ? hop.audio.filter { $0.at <= close.at }.map { Located($0.bytes, event: $0.event, at: $0.at) }
      : zip(hop.messages, hop.payloads).filter { $0.0.at <= close.at }.map { Located($0.1.count, event: $0.0.event, at: $0.0.at) }
    let refused = sizes.last
    let passed = sizes.dropLast().map(\.value).max()
    // The service refuses what the relay made too big.
    let blamed = party == .service ? Party.relay : party
    return finding(
      session, .proven, party: blamed,
      cause: party == .service
        ? "the service refused a message of the relay's as too big" : "the \(party.rawValue) refuses messages as too big",
      summary: sentence(
        "The \(party.rawValue) closed the \(hop.hop.rawValue) hop with 1009 (message too big)",
        refused.map { " after a message of \($0.value) bytes" } ?? "",
        passed.map { "; the largest that had passed before it was of \($0) bytes." } ?? "; it was the first message."),
      events: [refused?.event ?? 0, close.event],
      evidence: sentence(
        "close 1009 at \(seconds(close.at))\(close.value.reason.isEmpty ? "" : " \"\(close.value.reason.prefix(60))\"")",
        refused.map { ", last message before it: \($0.value) bytes at \(seconds($0.at))" } ?? ""))
  }

  let examples: [RuleExample] = [
    .fires(
      "a limit below a quarter of a second of audio", .proven,
      """
      session huge-chunks audio=linear16/44100/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.35      client  → audio 0.25s chunk=250
      ↓ 0.36      client  ← close 1009 "message too big"
        0.37      client  end fin by=relay
      """),
    .fires(
      "the relay refuses what the service sends", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 2))
      ↓ 1.20      service ← results "tell me" interim
      ↓ 1.21      service → close 1009
        1.22      client  ← close 1011
      """),
    .silent(
      "any other close", alsoShows: ["results-not-forwarded"],
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "the client refuses, and the relay answers with its code", alsoShows: ["close-stream-missing"],
      """
      \(Opening.clientHop(audio: 1))
        1.12      client  → close 1009
        1.13      client  ← close 1009
      """),
  ]
}
