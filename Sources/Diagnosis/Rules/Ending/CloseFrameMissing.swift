internal import Speech
internal import Timeline

/// Everything was delivered, and then the connection drops without a Close frame.
struct CloseFrameMissing: Rule {
  let id = "close-frame-missing"
  let group = RuleGroup.ending
  let severity = Severity.warning
  let covers: [Subject] = [.of(.closeWords)]
  let inPlaceOfRelay = Party.service
  let title = "the relay drops the connection without a Close frame"
  let why = """
    All results arrived, then TCP ends without a Close frame; clients see 1006 and take a good session for a crash. Often an ASGI handler that returns without `close()`.
    """
  let clientView = "All results and Metadata, then the end of TCP without a Close frame (1006)."
  let serviceView = "A normal end: Metadata, close 1000."
  let remedy = """
    Say goodbye before the handler returns:

    ```python
    @app.websocket("/listen")
    async def listen(client: WebSocket):
        await client.accept()
        try:
            await relay(client)
        finally:
            await client.close(code=1000)
    ```

    ```js
    service.on("close", () => client.close(1000));   // not client.terminate()
    ```
    """
  let citation = "RFC 6455 §7.1.1 and §7.1.5: a connection is closed cleanly by Close frames; 1006 stands for one that was not."

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    MissingArrow(what: .close, hop: .client, anchors: [.named([.end], .client)], isBefore: true)
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      if let own = run.unansweredClose(session), session.standstill == nil, !session.provokes(id) {
        return .findings([unanswered(session, own)])
      }
      guard session.client.isOpen, let end = session.client.end else { return .notApplicable("the connection did not end") }
      guard end.value.by != .client, session.client.close(by: .relay) == nil, session.client.close(by: .client) == nil else { return .pass }
      guard session.stop != nil else { return .notApplicable("the session had not been stopped") }
      guard delivered(session) else {
        guard !run.seesServiceHop, session.hasWords else {
          return .notApplicable("not everything had been delivered: that is more than a missing Close frame")
        }
        return .findings([undelivered(session, end)])
      }
      // Somebody tears connections, and not only those of which nothing more is due.
      let isTorn = end.value.manner == .reset && run.sessions.contains { $0.stop == nil && $0.client.end?.value.manner == .reset }
      return .findings([
        finding(
          session, isTorn ? .suspected : .proven, party: .relay, cause: "no Close frame sent",
          summary:
            "Everything came back, and then the relay ended the TCP connection (\(end.value.manner == .reset ? "reset" : "FIN")) without a Close frame: the client sees 1006.",
          events: [session.client.messages.last?.event ?? 0, end.event],
          evidence:
            "last message at \(seconds(session.client.messages.last?.at ?? 0)), end of the connection at \(seconds(end.at)), no Close frame between them",
          alternatives: isTorn
            ? [
              Alternative(
                rule: "unexpected-close", separateBy: .look("what is on the way to the relay, and what its log says of the reset"))
            ] : []
        )
      ])
    }
  }

  /// From the client hop, where nothing says that the service was through.
  private func undelivered(_ session: SessionFacts, _ end: Located<ConnectionEnd>) -> Finding {
    let isReset = end.value.manner == .reset
    return finding(
      session, .suspected, party: .relay, cause: "no Close frame sent",
      summary: sentence(
        "Results came, and then the relay ended the TCP connection (\(isReset ? "reset" : "FIN")) without a Close frame: the client sees 1006. ",
        "Whether the service had more to say, can't be seen from here."),
      events: [session.client.messages.last?.event ?? 0, end.event],
      evidence: "last message at \(seconds(session.client.messages.last?.at ?? 0)), end of the connection at \(seconds(end.at))",
      alternatives: [
        Alternative(rule: "closed-before-final", separateBy: seeServiceHop("whether the service was still to send something")),
        Alternative(rule: "unexpected-close", separateBy: .look("what is on the way to the relay, and what its log says of the end")),
      ])
  }

  /// Who gets a Close answers it (RFC 6455 §5.5.1), or ends the connection.
  private func unanswered(_ session: SessionFacts, _ own: Located<HopFacts.Close>) -> Finding {
    let until = session.client.end?.at ?? session.lastEventAt
    return finding(
      session, .suspected, party: .relay, cause: "the client's Close not answered",
      summary: sentence(
        "The client sent a Close, and in the \(seconds(until - own.at)) after it the relay neither answered with its own nor ended the connection ",
        "(RFC 6455 §5.5.1): it does not read its client any more, or nothing reaches it."),
      events: [own.event, session.client.end?.event ?? 0],
      evidence: "Close at \(seconds(own.at)), nothing from the relay until \(seconds(until))",
      alternatives: [Alternative(rule: "unexpected-close", separateBy: .look("whether the relay is alive, and what is on the way to it"))])
  }

  private func delivered(_ session: SessionFacts) -> Bool {
    if session.drain.isDrained { return true }
    guard let service = session.service, service.metadata != nil else { return false }
    return !session.results.isEmpty && session.results.count >= service.finals.count && !session.drain.isCut
  }

  let examples: [RuleExample] = [
    .fires(
      "a handler that just returns", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=abc
      ↓ 2.33      client  end fin by=relay
      """),
    .fires(
      "a reset, where another session was torn in the middle: maybe not by the relay", .suspected,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  end rst by=relay
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        3.00      client  → GET /listen
        3.01      client  ← 101
        3.10-5.10 client  → audio 2.0s
        5.12      client  → text "stop"
        5.30      client  ← results "tell me more" final start=0 duration=2
        5.31      client  ← metadata duration=2.0 sha256=abc
      ↓ 5.33      client  end rst by=relay
      """),
    .fires(
      "from the client hop: torn off behind the stop, by a relay that passes no Metadata on", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← message "{'type':'final','text':'tell me more'}"
      ↓ 6.33      client  end rst by=relay
      """),
    .silent(
      "a proper close", alsoShows: ["audio-undecodable"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.31      client  ← metadata duration=2.0 sha256=abc
        2.32      client  ← close 1000
        2.33      client  end fin by=relay
      """),
    .silent(
      "a drop in mid-stream is more than that", alsoShows: ["service-refusal-hidden"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.10 client  → audio 1.0s
        1.12      client  end rst by=relay
      """),
  ]
}
