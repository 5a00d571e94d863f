internal import Speech
internal import Timeline

/// The relay, or its handler, dies.
struct RelayCrashed: Rule {
  let id = "relay-crashed"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying), .of(.endOfStream, .missing)]
  let isToldByOutput = true
  let reach = Reach.laterSessions
  let inPlaceOfRelay = Party.service
  let hypothesis: HypothesisWords? = HypothesisWords("relay crashed", seenBy: "whether the service hop breaks too")
  let title = "the relay dies in the middle of a session"
  let why = """
    An exception that nobody catches, a worker that runs out of memory or is restarted: both connections break at the same moment, without a Close frame or with \
    a bare 1011. Where the process is gone, the next clients are turned away too.
    """
  let clientView = "1006, a TCP reset or a bare 1011 in mid-stream; the next session may be refused."
  let serviceView = "The connection is reset at the same moment, without CloseStream or a Close frame."
  let remedy = """
    Look into the relay's log at the time of the break; catch what one session throws in that session, log it, and say goodbye:

    ```python
    try:
        await relay(client, service)
    except Exception:
        logger.exception("session failed")
        await client.close(code=1011, reason="relay failed")
    ```

    ```js
    service.on("error", (error) => {               // an "error" without a listener ends the process
      console.error("session failed", error);
      client.close(1011, "relay failed");
    });
    ```
    """
  let citation = "RFC 6455 §7.1.5: 1006 stands for a connection that ended without a Close frame; §7.4.1: 1011 for an unexpected condition."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, let ended = session.relayEnded else { return .notApplicable("the relay did not end a session") }
      if run.seesServiceHop, let death = diedOfTheStop(session, ended) { return .findings([death]) }
      guard isAbrupt(ended, session) else { return .pass }
      guard session.quietBeforeEnd == nil || session.notes.contains(where: { $0.value.code == .relayDied }) else {
        return .notApplicable("it was quiet for a round time: idle-cut looks at it")
      }
      guard run.seesServiceHop || !session.readsSlowly else {
        return .notApplicable("the client was not reading: when and why the session ended can't be told from there")
      }
      if session.notes.contains(where: { $0.value.code == .relayDied }) {
        return .findings([crashed(session, ended, .proven, ".", [])])
      }
      return run.seesServiceHop ? onServiceHop(session, ended, run) : fromClientHop(session, ended, run)
    }
  }

  /// A handler that takes every message for audio fails at the client's word for the end: its connections are closed for it, as after any exception,
  /// and the service is never told.
  private func diedOfTheStop(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> Finding? {
    guard let death = session.deathAtStop else { return nil }
    let (stop, left) = (death.stop, death.left)
    let word = if case .text(let text)? = stop.value { VisibleText.quote(text, limit: 40) } else { "the stop" }
    return finding(
      session, death.isUnexpected ? .proven : .inferred, party: .relay, cause: "relay crashed at the stop message",
      summary: sentence(
        "\(seconds(ended.at - stop.at)) after the client's \(word) the relay's handler was gone: to the client \(ended.value?.text ?? "the end of the connection without a Close frame"), ",
        "to the service \(left.value?.text ?? "no Close frame"), and no CloseStream."),
      events: [stop.event, left.event, ended.event],
      evidence:
        "stop at \(seconds(stop.at)); the relay's end towards the service at \(seconds(left.at)), towards the client at \(seconds(ended.at))",
      remedy: """
        The relay's own log says which line failed. Most often all that comes is taken for bytes; ask what it is first:

        ```python
        message = await client.receive()
        if (chunk := message.get("bytes")) is not None:
            await service.send(chunk)
        elif message.get("text") is not None:          # the client's stop
            await service.send('{"type":"CloseStream"}')
        ```

        ```js
        client.on("message", (data, isBinary) => {
          if (isBinary) service.send(data);
          else service.send(JSON.stringify({ type: "CloseStream" }));
        });
        ```
        """)
  }

  /// In the middle of the audio, or before what was owed came; without a Close, or with the code of an unexpected condition and no more.
  private func isAbrupt(_ ended: Located<HopFacts.Close?>, _ session: SessionFacts) -> Bool {
    let unfinished = session.stop.map { $0.at > ended.at } ?? !session.streamedWhole
    guard unfinished || (ended.value == nil && !session.drain.isDrained && session.service?.serviceGoodbye == nil) else { return false }
    guard let close = ended.value else { return true }
    guard close.code == 1011 else { return false }
    return close.reason.isEmpty || close.reason.lowercased().contains("internal")
  }

  private func onServiceHop(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>, _ run: RunFacts) -> RuleOutcome {
    if session.services.isEmpty, ended.value == nil, let next = run.turnedAway(after: session) {
      return .findings([crashed(session, ended, .proven, nextClient(next), [refusal(next)])])
    }
    guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
    // Whatever becomes of the other side: who breaks off in the moment in which the service lets it in fails at just that.
    if let opened = service.response, ended.value == nil, session.client.end?.value.manner == .reset, service.audio.isEmpty,
      (0...(.milliseconds(50) + session.roundTrip)).contains(ended.at - opened.at), (service.serviceGoodbye?.at ?? .max) > ended.at
    {
      let how = sentence("; the service had let the relay in \(seconds(ended.at - opened.at)) before.")
      return .findings([crashed(session, ended, .proven, how, [opened.event])])
    }
    if let goodbye = service.serviceGoodbye, goodbye.at <= ended.at + .milliseconds(50) { return .notApplicable("the service left first") }
    // A relay that is still alive ends the service's side in order.
    let dropped = service.end.flatMap { $0.value.by != .service && service.close(by: .relay) == nil ? $0 : nil }
    guard let dropped, abs(dropped.at - ended.at) < .seconds(1) + session.travel, service.endOfAudio(after: ended.at - .seconds(1)) == nil
    else {
      return .notApplicable("the relay ended the service hop in order: it is alive")
    }
    // What the service sees only after the client's end was on a slow way, and so may be what broke: a dead relay does not dial.
    let isSure = service.begun <= ended.at + session.travel
    return .findings([
      crashed(
        session, ended, isSure ? .proven : .suspected, sentence("; the service hop broke at the same time, without a Close frame."),
        [dropped.event], alternatives: isSure ? [] : [.torn])
    ])
  }

  private func fromClientHop(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>, _ run: RunFacts) -> RuleOutcome {
    let told = session.client.messages.contains { message in
      guard case .error = message.value.kind else { return false }
      return message.at > ended.at - .seconds(1)
    }
    guard !told else { return .notApplicable("the relay sent an error message before it") }
    if let next = run.turnedAway(after: session) {
      return .findings([crashed(session, ended, .inferred, nextClient(next), [refusal(next)])])
    }
    guard session.hasBegun || run.some.hasResults else {
      return .notApplicable("nothing had begun: service-refusal-hidden and service-never-dialled look at it")
    }
    guard session.idleBeforeBreak == nil else {
      return .notApplicable("nothing had gone either way for a while: what ends an idle connection need not be the relay")
    }
    return .findings([
      crashed(
        session, ended, .suspected, ".", [],
        alternatives: [
          Alternative(
            rule: "unexpected-close",
            separateBy: .first(.relaysLog, or: seeServiceHop("whether the service hop breaks too")))
        ])
    ])
  }

  private func nextClient(_ next: SessionFacts) -> String { "; the next client, in session \(next.info.number), was not let in." }

  private func refusal(_ next: SessionFacts) -> Int64 {
    next.client.failure?.event ?? next.client.end?.event ?? next.client.request?.event ?? 0
  }

  private func crashed(
    _ session: SessionFacts, _ ended: Located<HopFacts.Close?>, _ certainty: Certainty, _ also: String, _ events: [Int64],
    alternatives: [Alternative] = []
  ) -> Finding {
    let how =
      ended.value?.text(upTo: 40)
      ?? "the end of the connection without a Close frame (1006)"
    let died = session.notes.first { $0.value.code == .relayDied }
    let process = died.map { sentence(" \(capitalized($0.value.text)).") } ?? ""
    return finding(
      session, certainty, party: .relay, cause: "relay crashed",
      summary:
        "After \(decimal(session.sentSeconds ?? 0, 1)) of \(decimal(session.info.audio?.seconds ?? 0, 1)) s of audio: \(how)\(also)\(process)",
      events: [ended.event] + events + (died.map { [$0.event] } ?? []), evidence: "\(how) at \(seconds(ended.at))",
      alternatives: alternatives)
  }

  let examples: [RuleExample] = [
    .fires(
      "a handler that takes the stop for audio", .proven,
      """
      \(Opening.bothHops())
      ↓ 2.12      client  → text "stop"
      ↓ 2.123     service → close 1011
        2.124     service ← close 1011
      ↓ 2.125     client  end fin by=relay
      """),
    .fires(
      "both hops break at once", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.50      client  end rst by=relay
      ↓ 1.51      service end rst by=relay
      """),
    .fires(
      "a handler that fails: 1011 on one side, a dropped connection on the other", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.50      client  ← close 1011 "Internal server error"
      ↓ 1.51      service end rst by=relay
      """),
    .fires(
      "from the client hop: and the next client is turned away", .inferred,
      """
      \(Opening.clientHop(seconds: 4, audio: 1))
      ↓ 1.50      client  end rst by=relay
      session two-utterances audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 2.00      client  failed connect ECONNREFUSED
      """),
    .fires(
      "the run started it, and its process is gone", .proven,
      """
      \(Opening.clientHop(seconds: 4, audio: 1))
      ↓ 1.50      client  end rst by=relay
        1.52      note relay-died "the relay's process ended in the midst of the run, with exit status 7"
      """),
    .fires(
      "from the client hop, alone", .suspected,
      """
      \(Opening.clientHop(seconds: 4, audio: 1))
        0.90      client  ← results "tell" interim start=0 duration=0.8
      ↓ 1.50      client  end rst by=relay
      """),
    .silent(
      "the network between client and relay breaks: the relay ends the stream in order", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.50      client  end rst by=relay
        1.51      service → CloseStream
        1.80      service ← close 1000
      """),
    .silent(
      "the service left first", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.50      service end rst by=service
        1.51      client  ← close 1011
      """),
    .silent(
      "a handler that returns when all is done", alsoShows: ["audio-undecodable"],
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.30      client  ← metadata duration=2.0 sha256=abc
        2.33      client  end fin by=relay
      """),
  ]
}
