internal import Speech
internal import Timeline

/// Nobody told the service that the audio is over.
struct CloseStreamMissing: Rule {
  let id = "close-stream-missing"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .missing)]
  let isExperiment = true
  let isToldByOutput = true
  let reach = Reach.wholeRun([.leaving])
  let question: ChecklistItem.Question? = .endSignalled
  let hypothesis: HypothesisWords? = HypothesisWords("no CloseStream sent", seenBy: "whether CloseStream follows the stop")
  let title = "the end of the audio is never signalled"
  let why = """
    The service cannot know that no more audio will come. Without CloseStream (or Finalize, or the old empty binary message) the last words never become \
    final, no Metadata comes, and after 10 s of nothing the service closes with 1011 net0001. The client's fault where it never sent its stop message; \
    the relay's where it got one and passed nothing on.
    """
  let clientView = "No Metadata and no last final after the stop; the session hangs until somebody's timeout."
  let serviceView = "No CloseStream, no Finalize and no empty frame after the last audio, then 1011 net0001."
  let remedy = """
    On the client's stop, and when the client goes away, tell the service, then go on reading until it closes:

    ```python
    await service.send(json.dumps({"type": "CloseStream"}))
    async for message in service:          # the last results and Metadata, then close 1000
        await client.send_text(message)
    await client.close()
    ```

    ```js
    const closeStream = () => service.send(JSON.stringify({ type: "CloseStream" }));
    client.on("message", (data, isBinary) => {
      if (isBinary) service.send(data);
      else if (data.toString() === "stop") closeStream();
    });
    client.on("close", closeStream);
    service.on("close", () => client.close(1000));
    ```
    """
  let otherRemedies: [Party: String] = [
    .client: """
    In the client, send the stop message when the audio is over, and go on reading until the relay closes:

    ```python
    await ws.send("stop")                   # or {"type": "CloseStream"}: whatever this relay agreed on
    async for message in ws:
        handle(message)
    ```

    ```js
    ws.send("stop");                        // not ws.close(): the last results are still to come
    ws.on("message", (data) => handle(data.toString()));
    ```
    """
  ]
  let citation =
    "Deepgram live API: CloseStream flushes the remaining Results, then Metadata, then close 1000; net0001 after 10 s without audio or text."

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    finding.party == .client
      ? MissingArrow(what: .stop, hop: .client, anchors: [.last(.audio, .client)])
      : MissingArrow(what: .closeStream, hop: .service, anchors: [.named([.control, .close], .client)])
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, !session.client.audio.isEmpty, !session.interrupted else { return .notApplicable("no audio was sent") }
      guard let stop = session.stop else { return withoutStop(session, in: run) }
      guard run.seesServiceHop else { return fromClientHop(session, stop) }
      if run.waysBreak, UnexpectedClose.lostOnTheWay(session) != nil {
        return .notApplicable("nobody answered the service's Close either, and in another session the way was cut: unexpected-close")
      }
      return onServiceHop(session, stop)
    }
  }

  private func withoutStop(_ session: SessionFacts, in run: RunFacts) -> RuleOutcome {
    guard !session.isOverUnseen(in: run) else {
      return .inconclusive("the source does not record the end of the connection, which may have come before the client could say stop")
    }
    // Whether the audio was over, only a scenario says; of anybody's client it is seen that it fell silent, and for how long.
    guard [.played, .replayed].contains(run.run.origin) || session.idleEnd == nil else {
      return .notApplicable("the client fell silent, and the service gave it up: idle-timeout looks at it")
    }
    guard session.standstill == nil else { return .notApplicable("nothing at all went through any more") }
    guard let last = session.client.audio.last else { return .notApplicable("no audio was sent") }
    if let ended = session.relayEnded, !session.streamedWhole || ended.at - last.at < .milliseconds(300) {
      return .notApplicable("the relay ended the session before the client could say stop")
    }
    if let ended = session.relayEnded, ended.value == nil, (session.client.messages.last?.at ?? 0) < last.at - .seconds(2) {
      return .notApplicable("nothing had come for a while, and the connection broke")
    }
    return .findings([
      finding(
        session, .proven, party: .client, cause: "no CloseStream sent: the client never said stop",
        summary:
          "The client sent its last audio and then no stop message; it went on listening for \(seconds(session.listenedAfterAudio)).",
        events: [last.event, session.expiredWait?.event ?? 0],
        evidence: "last audio at \(seconds(last.at)), after it no \(stopText(session.info.stop)) on the client hop")
    ])
  }

  private func stopText(_ stop: StopSignal) -> String {
    switch stop {
    case .text(let text): "\"\(text)\""
    case .emptyBinary: "empty binary message"
    case .close: "Close frame"
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ stop: Located<Void>) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let lastAudio = service.audio.last else {
      return .notApplicable("no audio reached the service")
    }
    if let ended = session.relayEnded, ended.at < stop.at { return .notApplicable("the relay had ended the session before the stop") }
    if let close = service.close(by: .service), close.at < stop.at { return .notApplicable("the service had closed before the stop") }
    if let end = service.end, end.at < stop.at { return .notApplicable("the connection to the service had ended before the stop") }
    // What the relay was told of the end takes its time to the service, which may leave by itself before it comes.
    if let goodbye = service.serviceGoodbye, goodbye.at < stop.at + max(session.travel, SessionFacts.clockUncertainty) {
      return .notApplicable("the service left before the stop could reach it")
    }
    // Behind a stop that came while much was still to be sent, the end has its turn when the last of that is out.
    if let close = service.close(by: .service), service.audioBytes.count < session.client.audioBytes.count,
      close.at - lastAudio.at < .seconds(1), !service.controls.contains(where: { $0.at >= stop.at && $0.event < close.event })
    {
      return .notApplicable("the service closed while the audio was still on its way")
    }
    guard session.standstill == nil else { return .notApplicable("nothing at all went through any more before the stop") }
    // Results may be drained by a Finalize while audio still flows; the end needs one at or after the last audio.
    if session.endOnStop != nil { return .pass }
    guard session.deathAtStop == nil else { return .notApplicable("the relay's handler failed at the stop message: relay-crashed") }
    let waited = session.lastEventAt - stop.at
    // A client that only hangs up is gone; the relay's own Close says that nothing else will come.
    let bare = session.onlyHangsUp ? service.close(by: .relay).flatMap { $0.at >= stop.at ? $0 : nil } : nil
    guard waited > .seconds(1) || session.relayEnded != nil || bare != nil else {
      return .inconclusive("the session ended too soon after the stop to tell")
    }
    if case .some(.text(let said)) = session.stopMessage?.value, !session.saidWhatWasAgreed {
      return .findings([byAnotherWord(session, stop, said)])
    }
    let other = service.controls.first { $0.at >= stop.at }
    let halt = halt(session)
    return .findings([
      finding(
        session, .proven, severity: bare == nil ? nil : .warning, party: .relay,
        cause: halt.map { "the relay stopped forwarding after \($0) of audio: no CloseStream sent" } ?? "no CloseStream sent",
        summary: sentence(
          halt.map {
            "After \($0) of \(decimal(session.sentSeconds ?? 0, 1)) s of audio the relay sent the service nothing more: it waits for something, or reads its client no longer. "
          } ?? "",
          "The client \(session.onlyHangsUp ? "hung up, which is its stop" : "said stop"), and in the \(seconds(waited)) after it the relay sent the service no CloseStream, Finalize or empty message.",
          other.map { Self.inItsPlace($0.value, session.info.stop) } ?? "",
          bare == nil ? "" : " It closed instead, so the service never finished the last words."),
        events: [stop.event, lastAudio.event, other?.event ?? 0, service.close(by: .service)?.event ?? 0],
        evidence: sentence(
          "stop on the client hop at \(seconds(stop.at)); last audio on the service hop at \(seconds(lastAudio.at)), nothing that ends the stream after it",
          service.serviceGoodbye.map { "; the service ended it with \($0.value?.text ?? "no Close frame") at \(seconds($0.at))" }
            ?? service.relayGoodbye.map { "; the relay ended it with \($0.value?.text ?? "no Close frame") at \(seconds($0.at))" } ?? ""))
    ])
  }

  /// How much of the audio had been sent on when the relay stopped that; nil where it went on to the end, or nearly.
  private func halt(_ session: SessionFacts) -> String? {
    guard let carriage = session.carriage, !carriage.comparison.unrelated else { return nil }
    let missing = carriage.comparison.missingAtEnd
    guard carriage.seconds(missing) > 0.5, missing * 10 > carriage.comparison.sent else { return nil }
    return seconds(carriage.seconds(carriage.comparison.sent - missing))
  }

  /// The client's word for the end is not the one that its relay knows.
  private func byAnotherWord(_ session: SessionFacts, _ stop: Located<Void>, _ said: [UInt8]) -> Finding {
    finding(
      session, .suspected, party: .client, cause: "no CloseStream sent: the client's stop is another than was agreed",
      summary: sentence(
        "The client said \(VisibleText.quote(said, limit: 40)), and \(stopText(session.info.stop)) is agreed; ",
        "the relay told the service nothing."),
      events: [stop.event],
      evidence: "\(VisibleText.quote(said, limit: 40)) at \(seconds(stop.at)), nothing that ends the stream on the service hop",
      alternatives: [
        Alternative(
          rule: "stop-not-understood",
          separateBy: .profile(.closeStreamAsStop, tells: "if that one works, the relay does not know this one"))
      ])
  }

  /// What the relay said where the end of the stream was due.
  private static func inItsPlace(_ control: HopFacts.Control, _ stop: StopSignal) -> String {
    guard case .text(let said) = control else { return "" }
    if case .text(let text) = stop, said == Array(text.utf8) {
      return " It passed the client's own stop text on, which the service does not know."
    }
    return " In their place it sent \(VisibleText.quote(said, limit: 60)), which the service does not know."
  }

  private func fromClientHop(_ session: SessionFacts, _ stop: Located<Void>) -> RuleOutcome {
    if let ended = session.relayEnded, ended.at < stop.at { return .notApplicable("the relay had ended the session before the stop") }
    let timeout = session.client.close(by: .relay).flatMap { namesIdleTimeout($0.value.reason) ? $0 : nil }
    if timeout == nil, session.drain.isDrained { return .pass }
    // Metadata without a hash is what the service sends where the stream was never ended.
    let incomplete = session.metadata.flatMap { $0.value.sha256 == "incomplete" && $0.at > stop.at ? $0 : nil }
    let ended = session.relayEnded
    let silence = (timeout?.at ?? incomplete?.at ?? ended?.at ?? session.listenedUntil) - stop.at
    guard let shown = timeout?.event ?? incomplete?.event ?? session.expiredWait?.event ?? ended?.event, silence > .seconds(5) else {
      return session.drain.isCut
        ? .notApplicable("the relay closed soon after the stop") : .inconclusive("it can't be seen from here whether the end was passed on")
    }
    // An idle timeout of the service after a heard stop says by itself that nothing followed the audio.
    let gaveUp = timeout != nil || incomplete != nil
    guard gaveUp || session.drain.isCut else { return .inconclusive("no final was missing, and the relay went on silently") }
    guard gaveUp || !session.stoppedAfterFinal else {
      return .notApplicable("nothing at all came after a final: early-break looks at it")
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "no CloseStream sent",
        summary: sentence(
          "After the client's stop neither a final for the last words nor an end of the stream came within \(seconds(silence))",
          timeout != nil
            ? "; then the relay closed with the service's idle timeout (net0001): the service heard neither audio nor CloseStream."
            : incomplete != nil
              ? "; then Metadata came with the hash `incomplete`: the service gave up waiting for the end of the stream."
              : ended != nil ? "; then the relay closed." : "."),
        events: [stop.event, shown, session.results.last?.event ?? 0],
        evidence: sentence(
          "stop at \(seconds(stop.at)); ",
          timeout.map { "\($0.value.text(upTo: 60)) at \(seconds($0.at))" }
            ?? incomplete.map { "Metadata with sha256 incomplete at \(seconds($0.at))" }
            ?? ended.map { "no final for the last words until the relay ended the session at \(seconds($0.at))" }
            ?? "nothing that ends the stream until the client gave up"),
        alternatives: [
          Alternative(
            rule: "stop-not-understood",
            separateBy:
              .first(
                .profile(.closeStreamAsStop, tells: "if that one works, the relay does not know this one"),
                or: seeServiceHop("what the relay passes on"))
          )
        ])
    ])
  }

  let examples: [RuleExample] = [
    .silent(
      "the service breaks off while the client's stop is still on its way to it", alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.15-2.05 service → audio 2.0s
        2.03      client  → text "stop"
        2.06      service end fin by=service
        2.08      client  ← close 1011 "service lost"
      """),
    .fires(
      "its client hangs up, and it hangs up too: a warning, for nobody listens any more", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop=close
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" interim
        1.21      client  ← results "tell me" interim
      ↓ 2.12      client  → close 1000
        2.13      client  ← close 1000
        2.14      service → close 1000
        2.16      service ← close 1000
      """),
    .fires(
      "the relay waits for a message after each chunk, and none comes", .proven,
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11      service → audio 0.1s
      ↓ 2.12      client  → text "stop"
        10.2      service ← metadata duration=0.1 sha256=incomplete
      ↓ 10.2      service ← close 1011 "net0001"
        10.2      service → close 1011 "net0001"
        10.21     client  ← metadata duration=0.1 sha256=incomplete
        10.22     client  ← close 1011 "net0001"
      """),
    .fires(
      "the relay hears stop and passes nothing on", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      ↓ 2.12      client  → text "stop"
        12.1      service ← metadata duration=2.0
        12.1      client  ← metadata duration=2.0
      ↓ 12.2      service ← close 1011 "net0001"
        12.2      client  ← close 1011 "net0001"
      """),
    .fires(
      "the client never says stop", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s chunk=2000
        1.20      client  ← results "tell me" interim
      ↓ 14.2      note wait-expired "closed within 12 s"
        14.3      client  → close 1000
      """),
    .fires(
      "from the client hop: silence after the stop", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
      ↓ 2.12      client  → text "stop"
        2.15      client  ← results "tell me more" interim
      ↓ 14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "from the client hop: the service gives up after 10 s, the relay closes as if all were well", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
      ↓ 2.12      client  → text "stop"
        2.15      client  ← results "tell me more" interim
      ↓ 12.2      client  ← close 1000
      """),
    .fires(
      "from the client hop: the Metadata of a stream that nobody ended", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.20      client  ← results "tell me" interim
      ↓ 2.12      client  → text "stop"
      ↓ 12.1      client  ← metadata duration=2.0 sha256=incomplete
        12.2      client  ← close 1000
      """),
    .silent(
      "the service left as the stop came", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service end fin by=service
        2.14      client  ← close 1011 "service connection lost"
      """),
    .silent(
      "CloseStream after the last audio", alsoShows: ["no-messages"],
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
        2.30      service ← close 1000
        2.31      client  ← close 1000
      """),
    .silent(
      "the old empty binary message ends a stream too", alsoShows: ["no-messages"],
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
        2.13      service → empty
        2.30      service ← close 1000
        2.31      client  ← close 1000
      """),
    .silent(
      "from the client hop: no Metadata alone proves nothing", alsoShows: ["close-not-relayed"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me" final start=0 duration=2.0
        14.2      note wait-expired "closed within 12 s"
      """),
    .silent(
      "much was still to be sent when the service gave up", alsoShows: ["audio-undecodable"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-9.00 service → audio 2.0s
        4.12      client  → text "stop"
        9.10      service ← close 1011 "net0000"
        9.15      client  ← close 1011 "net0000"
      """),
    .silent(
      "the way to the service was cut in the middle of another session, and nobody answers the service here either",
      alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-2.11 service → audio 2.0s
        2.30      service ← results "tell me" interim start=0 duration=1.5
        4.12      client  → text "stop"
        12.11     service ← metadata duration=2.0 sha256=incomplete
        12.11     service ← close 1011 "net0001"
        16.12     client  → close 1000
        16.13     client  ← close 1000
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        30.00       client  → GET /listen
        30.01       client  ← 101
        30.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        30.04       service ← 101
        30.10-32.10 client  → audio 2.0s
        30.11-32.11 service → audio 2.0s
        32.12       client  → text "stop"
        32.30       service ← results "tell me" final start=0 duration=1.5
        42.11       service ← metadata duration=2.0 sha256=incomplete
        42.11       service ← close 1011 "net0001"
        44.12       client  → close 1000
        44.13       client  ← close 1000
      """),
  ]
}
