internal import Speech
internal import Timeline

/// The relay stops after the first final.
struct EarlyBreak: Rule {
  let id = "early-break"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .missing), .of(.staying)]
  let reach = Reach.wholeRun([.closing, .results])
  let question: ChecklistItem.Question? = .resultsContinue
  let hypothesis: HypothesisWords? = HypothesisWords("relay stopped after the first final", seenBy: "whether more finals reach the relay")
  let title = "the relay stops after the first final result"
  let why = """
    A final ends an utterance, not the session. A relay that leaves its read loop at the first `is_final` delivers the first sentence and loses every other: \
    it closes in mid-stream, or stays open and says nothing more.
    """
  let clientView = "Exactly one final, then a close or silence, although two utterances were sent."
  let serviceView = "More finals than the client got, and all that are missing come after the first."
  let remedy = """
    Do not leave the loop at a final; leave it when the service closes:

    ```python
    async for message in service:
        await client.send_text(message)
        # no:  if json.loads(message).get("is_final"): break
    ```

    ```js
    service.on("message", (data) => client.send(data.toString()));
    // no:  if (JSON.parse(data).is_final) service.close();
    ```
    """
  let citation = "Deepgram live API: several is_final segments make one session; the stream ends with Metadata and close after CloseStream."

  func missingArrow(_ finding: Finding) -> MissingArrow? {
    MissingArrow(
      what: .results, hop: .client, anchors: [.named([.result], .service), .last(.result, .client)],
      shownBy: .named([.close, .end], .client))
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    onRelay(run).or(leftByClients(run))
  }

  private func onRelay(_ run: RunFacts) -> RuleOutcome {
    if run.seesServiceHop { return .over(run.sessions) { onServiceHop($0, run) } }
    // A second session in which the relay also leaves right behind its first final, in mid-stream, turns a suspicion into an inference.
    let closers = run.sessions.filter { session in closedBehindFinal(session).map { inMidStream(session, $0) } ?? false }
    let atOtherTimes = leftAtOtherTimes(closers)
    let quiet = run.sessions.filter(\.stoppedAfterFinal)
    return .over(run.sessions) { session in
      overUnseen(session, in: run).map { .findings([$0]) }
        ?? fromClientHop(session, closers: closers.count, atOtherTimes, quiet: quiet.count)
    }
  }

  /// Who leaves after the same time in each session leaves for that, and not for the final that stands there.
  private func leftAtOtherTimes(_ closers: Series<SessionFacts>) -> Bool {
    let times = closers.compactMap { session in closedBehindFinal(session).map { $0.at - session.client.begun } }
    guard let first = times.min(), let last = times.max() else { return false }
    return last - first > .milliseconds(150)
  }

  /// The relay's goodbye, where it follows the only final (or the only result, where nothing says final) within half a second.
  private func closedBehindFinal(_ session: SessionFacts) -> Located<HopFacts.Close?>? {
    guard let ended = session.relayEnded, let final = session.settled.last(where: { !$0.value.text.isEmpty }),
      session.settled.filter({ !$0.value.text.isEmpty }).count == 1, ended.at >= final.at, ended.at - final.at < .milliseconds(500),
      session.metadata == nil
    else { return nil }
    return ended
  }

  private func inMidStream(_ session: SessionFacts, _ ended: Located<HopFacts.Close?>) -> Bool {
    guard session.client.endOfStream(before: ended.event) == nil || session.stop != nil else { return false }
    guard let stop = session.stop else {
      return !session.streamedWhole || (session.client.audio.last?.at ?? 0) > ended.at - .milliseconds(100)
    }
    return stop.at > ended.at
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let lastFinal = session.settled.last else {
      return .notApplicable("no final reached the client")
    }
    if let ended = closedBehindFinal(session), inMidStream(session, ended) {
      if session.serviceGoodbye(notAfter: ended) != nil { return .notApplicable("the service closed first") }
      if ended.value == nil, session.client.end?.value.manner == .reset {
        return .notApplicable("the client's connection was reset: nobody closed it")
      }
      if session.serviceHopBroke(before: ended) { return .notApplicable("the connection to the service broke first") }
      if let close = ended.value, close.isFailure, !close.reason.isEmpty {
        return .notApplicable("the relay gave another reason: \(close.text(upTo: 60))")
      }
      // A relay that leaves at its first final leaves there: not a while later, and not the service first.
      guard ended.at - lastFinal.at < .milliseconds(250) + session.travel else {
        return .notApplicable("the relay left \(seconds(ended.at - lastFinal.at)) behind its first final")
      }
      if let other = run.leavings.beside(session).flatMap(run.session), closedBehindFinal(other) == nil {
        return .notApplicable("another session, in which no final had just come, was left after the same time")
      }
      guard isAtOnce(session, service, behind: lastFinal, ended.at, within: .milliseconds(30)) else {
        return .notApplicable("the relay took audio for a while behind its first final, and left then")
      }
      let isSure =
        isAtOnce(session, service, behind: lastFinal, ended.at, within: .milliseconds(10))
        && couldKnow(session, service, of: lastFinal, ended.at)
      return .findings([
        finding(
          session, isSure ? .proven : .suspected, party: .relay, cause: "relay stopped after the first final",
          summary: sentence(
            "The relay passed the first final on and closed its client \(seconds(ended.at - lastFinal.at)) later, in mid-stream; ",
            "the service had not closed and the client had not said stop."),
          events: [lastFinal.event, ended.event],
          evidence: "first final at \(seconds(lastFinal.at)), the relay's close at \(seconds(ended.at)), \(sentText(session)) sent by then",
          // It took some more audio in between: something else may have ended the session just then.
          alternatives: isSure
            ? []
            : [Alternative(rule: "unexpected-close", separateBy: .look("the relay's own log at that time: why did it leave?"))])
      ])
    }
    let spoken = service.finals.filter { !$0.value.text.isEmpty }
    let delivered = session.tellsFinality ? session.finals.count : spoken.filter { $0.at <= lastFinal.at }.count
    let until = session.dueUntil
    guard let missing = spoken.first(where: { $0.at > lastFinal.at && $0.at <= until }), service.finals.count > delivered else {
      return .pass
    }
    guard !session.results.contains(where: { $0.at > lastFinal.at }) else { return .notApplicable("results went on after the last final") }
    guard !session.client.messages.contains(where: { $0.at > missing.at }) else {
      return .notApplicable("messages went on after the final that is missing")
    }
    return .findings([
      finding(
        session, .proven, party: .relay,
        cause: delivered == 1 ? "relay stopped after the first final" : "relay stopped after final \(delivered)",
        summary: sentence(
          "The service sent \(count(service.finals.count, "final")), the client got \(delivered): ",
          "after \(delivered == 1 ? "the first" : "that") the relay forwarded nothing more, though it stayed connected."),
        events: [lastFinal.event, missing.event],
        evidence:
          "last final on the client hop at \(seconds(lastFinal.at)); the next on the service hop at \(seconds(missing.at)): \"\(missing.value.text.prefix(40))\""
      )
    ])
  }

  /// Who leaves at a final begins to leave there, on either hop, or takes no audio any more from then on.
  private func isAtOnce(
    _ session: SessionFacts, _ service: HopFacts, behind final: Located<ResultText>, _ ended: Nanoseconds, within time: Nanoseconds
  ) -> Bool {
    let leaving = [ended, service.endOfStream()?.at, service.close(by: .relay)?.at].compactMap(\.self).min() ?? ended
    if leaving - final.at < time + session.travel { return true }
    // The last that it took had left the client before, and the final came there later.
    let slack = time - .milliseconds(20)
    return (session.lastForwarded?.at ?? 0) - final.at < (slack > 0 ? slack : -session.roundTrip)
  }

  /// True where the relay left its client right behind the final; or its service, by the service's own times, no sooner than the final can have got
  /// to the relay and the Close back.
  private func couldKnow(
    _ session: SessionFacts, _ service: HopFacts, of final: Located<ResultText>, _ ended: Nanoseconds
  ) -> Bool {
    if ended - final.at <= .milliseconds(10) { return true }
    guard let sent = session.flow.pairs.last(where: { $0.client.event == final.event })?.service,
      let left = [service.endOfStream()?.at, service.close(by: .relay)?.at].compactMap(\.self).min()
    else { return false }
    return left - sent.at >= session.travel && left - sent.at <= 2 * session.travel + .milliseconds(10)
  }

  private func fromClientHop(_ session: SessionFacts, closers: Int, _ atOtherTimes: Bool, quiet: Int) -> RuleOutcome {
    guard let final = session.settled.last(where: { !$0.value.text.isEmpty }) else { return .notApplicable("no final reached the client") }
    if let ended = closedBehindFinal(session), inMidStream(session, ended) {
      let reason = ended.value?.reason ?? ""
      // Who fails says so: where that comes behind a first final more than once, it may still be the service's failing at one place of the clip.
      // A relay that is done says so, or ends TCP in order: a reset is a way that broke, or a process that died.
      let isReset = ended.value == nil && session.client.end?.value.manner == .reset
      let isPlain = [nil, 1000, 1001].contains(ended.value?.code) && reason.isEmpty && !isReset
      guard isPlain || closers > 1 else {
        return .inconclusive("the relay closed behind its first final, and gave another reason: \(reason.prefix(60))")
      }
      let isSure = closers > 1 && atOtherTimes && isPlain
      return .findings([
        finding(
          session, isSure ? .inferred : .suspected, party: .relay, cause: "relay stopped after the first final",
          summary: sentence(
            "The relay closed \(seconds(ended.at - final.at)) after its first final while the client was still sending",
            closers > 1 ? ", and it left right behind the first final in \(count(closers, "session")) of this run." : "."),
          events: [final.event, ended.event],
          evidence: "first final at \(seconds(final.at)), the relay's close at \(seconds(ended.at)), \(sentText(session)) sent by then",
          alternatives: isSure ? [] : [Alternative(rule: "unexpected-close", separateBy: seeServiceHop("who closed first"))]
        )
      ])
    }
    guard session.stoppedAfterFinal, session.settled.count == 1 else { return .pass }
    let heardInterims = session.results.contains { $0.value.isFinal == false }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "relay stopped after the first final",
        summary:
          "The first final came, and then no message at all, though \(decimal(session.audioSecondsSent(after: final.at), 1)) s of audio followed it and the client said stop.",
        events: [final.event, session.expiredWait?.event ?? session.relayEnded?.event ?? 0],
        evidence: "first final at \(seconds(final.at)); nothing after it in \(seconds(session.listenedAfterAudio)) of listening",
        alternatives: [
          Alternative(
            rule: heardInterims ? "results-dropped" : "close-stream-missing",
            separateBy: seeServiceHop("whether more finals reached the relay"))
        ])
    ])
  }

  func sentText(_ session: SessionFacts) -> String {
    "\(decimal(session.sentSeconds ?? 0, 1)) of \(decimal(session.info.audio?.seconds ?? 0, 1)) s of audio"
  }

  let examples: [RuleExample] = [
    .silent(
      "behind a final by chance: another session was left after the same time, long after its own", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(seconds: 6, audio: 3))
        2.00      service ← results "tell me" final start=0 duration=1.8
        2.01      client  ← results "tell me" final start=0 duration=1.8
        3.20      client  ← close 1000
        3.21      service → close 1000
      session ten-seconds audio=linear16/16000/1 seconds=10 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04       service ← 101
        10.10-13.20 client  → audio 3.1s
        10.11-13.20 service → audio 3.1s
        13.17       service ← results "a little more" final start=0 duration=3
        13.18       client  ← results "a little more" final start=0 duration=3
        13.19       client  ← close 1000
        13.20       service → close 1000
      """),
    .silent(
      "another session, in which no final had come, was left after the same time", alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.30 client  → audio 2.2s
        0.11-2.31 service → audio 2.2s
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.31      service → close 1000
        2.32      client  ← close 1000
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        10.00      client  → GET /listen
        10.01      client  ← 101
        10.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04      service ← 101
        10.10-12.30 client  → audio 2.2s
        10.11-12.31 service → audio 2.2s
        12.31      service → close 1000
        12.32      client  ← close 1000
      """),
    .silent(
      "it goes on sending audio for a while: something else made it leave", alsoShows: ["unexpected-close"],
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.60 client  → audio 2.5s
        0.11-2.61 service → audio 2.5s
        2.45      service ← results "tell me more" final start=0 duration=2
        2.46      client  ← results "tell me more" final start=0 duration=2
        2.62      client  ← close 1000
        2.63      service → close 1000
      """),
    .fires(
      "from the client hop: reset behind the first final, twice at the same moment", .suspected,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.60 client  → audio 2.5s
      ↓ 2.50      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.61      client  end rst by=relay
      session concurrent audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.60 client  → audio 2.5s
        12.50       client  ← results "tell me more" final start=0 duration=2
        12.61       client  end rst by=relay
      """),
    .fires(
      "closes in mid-stream behind the first final", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.60 client  → audio 2.5s
        0.11-2.61 service → audio 2.5s
        2.50      service ← results "tell me more" final start=0 duration=2
      ↓ 2.51      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.52      client  ← close 1000
        2.53      service → close 1000
      """),
    .fires(
      "stays open and mute", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        0.11-5.11 service → audio 5.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← results "tell me more" final start=0 duration=2
        5.12      client  → text "stop"
        5.13      service → CloseStream
      ↓ 5.30      service ← results "and this too" final start=3 duration=2
        5.31      service ← close 1000
        17.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "leaves the service hop first, which answers its Close", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.60 client  → audio 2.5s
        0.11-2.61 service → audio 2.5s
        2.50      service ← results "tell me more" final start=0 duration=2
      ↓ 2.51      client  ← results "tell me more" final start=0 duration=2
        2.52      service → close 1000
        2.53      service ← close 1000
      ↓ 2.54      client  ← close 1000
      """),
    .fires(
      "mute until the service says goodbye, then closes properly", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        0.11-5.11 service → audio 5.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← results "tell me more" final start=0 duration=2
        4.00      service ← results "and this" interim start=3 duration=1
        5.12      client  → text "stop"
        5.13      service → CloseStream
      ↓ 5.38      service ← results "and this too" final start=3 duration=2
        5.38      service ← metadata duration=5.0
        5.38      service ← close 1000
        5.39      service → close 1000
        5.39      client  ← close 1000
      """),
    .fires(
      "a shape without a word for final loses its second sentence all the same", .proven,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        0.11-5.11 service → audio 5.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← message "{'transcript':'tell me more'}"
        5.12      client  → text "stop"
        5.13      service → CloseStream
      ↓ 5.38      service ← results "and this too" final start=3 duration=2
        5.38      service ← close 1000
        5.39      client  ← close 1000
      """),
    .fires(
      "from the client hop: the same in two sessions", .inferred,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.60 client  → audio 2.5s
      ↓ 2.51      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.52      client  ← close 1000
      session burst audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        5.00      client  → GET /listen
        5.01      client  ← 101
        5.10-8.60 client  → audio 3.5s
        8.50      client  ← results "tell me more" final start=0 duration=2
        8.51      client  ← close 1000
      """),
    .fires(
      "from the client hop: nothing after the first final", .suspected,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-5.10 client  → audio 5.0s
        1.00      client  ← results "tell" interim start=0 duration=1
      ↓ 2.51      client  ← results "tell me more" final start=0 duration=2
        5.12      client  → text "stop"
        17.2      note wait-expired "closed within 12 s"
      """),
    .silent(
      "two finals, both delivered",
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        0.11-5.11 service → audio 5.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← results "tell me more" final start=0 duration=2
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← results "and this too" final start=3 duration=2
        5.31      client  ← results "and this too" final start=3 duration=2
        5.32      service ← close 1000
        5.33      client  ← close 1000
      """),
    .silent(
      "interims went on after the final that came: another kind of loss", alsoShows: ["results-dropped"],
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        0.11-5.11 service → audio 5.0s
        2.50      service ← results "tell me more" final start=0 duration=2
        2.51      client  ← results "tell me more" final start=0 duration=2
        4.00      service ← results "and this" interim start=3 duration=1
        4.01      client  ← results "and this" interim start=3 duration=1
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.38      service ← results "and this too" final start=3 duration=2
        5.38      service ← close 1000
        5.39      client  ← close 1000
      """),
    .silent(
      "one final at the end, then a close: that is how a session ends",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← close 1000
      """),
    .fires(
      "it takes a little more audio before it leaves: something else may end the session just then", .suspected,
      """
      run service-hop=simulated
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.60 client  → audio 2.5s
        0.11-2.61 service → audio 2.5s
        2.57      service ← results "tell me more" final start=0 duration=2
      ↓ 2.58      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.61      client  end fin by=relay
        2.62      service → close 1000
      """),
  ]
}
