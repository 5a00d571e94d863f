internal import Speech
internal import Timeline

/// Some results never arrive.
struct ResultsDropped: Rule {
  let id = "results-dropped"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .missing)]
  let reach = Reach.wholeRun([.results])
  let hypothesis: HypothesisWords? = HypothesisWords("results dropped by the relay", seenBy: "which results reach the relay")
  let title = "results that the service sent never reach the client"
  let why = """
    A filter on the wrong field (`speech_final` for `is_final`), a bounded queue that throws away, an exception per message that is swallowed: other results come, \
    so nobody suspects the relay, and sentences are missing.
    """
  let clientView = "No final at all, or only finals although interims were asked for, or a gap between segments."
  let serviceView = "More finals, or more interims, than the client got."
  let remedy = """
    Forward every message; where only some are wanted, filter on `is_final`, and say what is left out:

    ```python
    async for message in service:
        data = json.loads(message)
        interim = data["type"] == "Results" and not data["is_final"]
        if interim and not client_wants_interims:
            continue                              # never: if not data["speech_final"]: continue
        await client.send_text(message)
    ```

    ```js
    service.on("message", (message) => {
      const data = JSON.parse(message);
      if (data.type === "Results" && !data.is_final && !clientWantsInterims) return;
      client.send(message.toString());             // never: if (!data.speech_final) return;
    });
    ```
    """
  let citation = "Deepgram live API: several is_final segments make one utterance; only the last of them has speech_final."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard run.seesServiceHop else { return fromClientHop(session) }
      let outcome = onServiceHop(session, run).or(some(session, run))
      // What a relay keeps to itself on purpose hides nothing of what it drops.
      guard case .pass = outcome, let service = session.service else { return outcome }
      return interims(session, service, askedBy: .relay)
    }
  }

  /// Interims, Metadata or speech events, where the relay passes others of their kind on.
  private func some(_ session: SessionFacts, _ run: RunFacts) -> [Finding] {
    let some = run.resultEntries(session).filter { $0.manner == .missing && $0.severity == .warning }
    return some.map { finding(session, of: $0, cause: "some \($0.amount.unit) dropped by the relay") }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let service = session.service, service.hasWords else { return .notApplicable("the service sent no words") }
    guard session.standstill == nil else { return .notApplicable("nothing at all went through any more in mid-stream") }
    guard !session.results.isEmpty else { return .notApplicable("no result came back at all: that is more than some") }
    guard session.unreadable.isEmpty else { return .inconclusive("the relay sends messages that no known shape fits") }
    let missing = session.missingFinals
    guard let first = missing.first else { return interims(session, service, askedBy: .client) }
    guard !run.leavings.tell(session) || first.at < (session.relayEnded?.at ?? .max) - session.grace else {
      return .notApplicable("the relay leaves after a time, in mid-stream too: unexpected-close")
    }
    if let stop = session.lastWordBefore(first) { return .findings([afterStop(session, missing, stop)]) }
    // What is missing behind the last message is a relay that stopped, not one that drops.
    let noFinal = session.tellsFinality && !session.finals.contains { !$0.value.text.isEmpty }
    let next = session.client.messages.first { $0.at > first.at }
    guard next != nil || noFinal else { return .notApplicable("nothing at all came after what is missing: that is a relay that stopped") }
    let finals = service.finals.filter { !$0.value.text.isEmpty }.count
    return .findings([
      finding(
        session, .proven, party: .relay,
        cause: noFinal ? "finals never forwarded by the relay" : "results dropped by the relay",
        summary: sentence(
          "The service sent \(count(finals, "final")) with words and \(missing.count) of them never reached the client, ",
          "though other messages did: \"\(first.value.text.prefix(60))\" among them.", Self.pattern(missing, session)),
        events: [first.event, next?.event ?? session.results.last?.event ?? 0],
        evidence: sentence(
          "missing: the final of \(seconds(first.at)) on the service hop; ",
          next == nil ? "the client got messages before it" : "the client went on getting messages"))
    ])
  }

  /// What sets the missing finals apart from those that came, and where in the audio they stand.
  private static func pattern(_ missing: Series<Located<ResultText>>, _ session: SessionFacts) -> String {
    let came = session.flow.pairs.map(\.service.value).filter { $0.isFinal == true && !$0.text.isEmpty }
    guard !came.isEmpty, missing.allSatisfy({ $0.value.speechFinal == false }), came.allSatisfy({ $0.speechFinal == true }) else {
      return ""
    }
    let places = missing.compactMap { final in
      final.value.start.flatMap { start in final.value.end.map { "from \(decimal(start, 1)) to \(decimal($0, 1)) s" } }
    }
    return sentence(
      " Those that are missing have no speech_final, those that came have it: a final without it is final all the same.",
      places.isEmpty ? "" : " In the audio they stand \(list(Array(places.prefix(5))))\(places.count > 5 ? ", and more" : "").")
  }

  private func afterStop(
    _ session: SessionFacts, _ missing: Series<Located<ResultText>>, _ stop: Located<HopFacts.Control>
  ) -> Finding {
    finding(
      session, .proven, party: .relay, cause: "what came after the stop dropped by the relay",
      summary: sentence(
        "Up to the stop the relay passed on what the service said. After it the service sent \(count(missing.count, "final")) with words ",
        "(\"\(missing.first?.value.text.prefix(60) ?? "")\") and the relay waited for it to close, and nothing of that reached the client."),
      events: [stop.event, missing.first?.event ?? 0, session.relayEnded?.event ?? session.expiredWait?.event ?? 0],
      evidence:
        "end of the audio on the service hop at \(seconds(stop.at)), the missing final at \(seconds(missing.first?.at ?? 0)), no message to the client after the stop",
      remedy: """
        Go on reading and forwarding after CloseStream, until the service closes: its last words come then.

        ```python
        await service.send('{"type":"CloseStream"}')
        async for message in service:          # not: stop the reading task, then wait_closed()
            await client.send(message)
        ```

        ```js
        service.send('{"type":"CloseStream"}');      // and leave the "message" listener where it is
        service.on("close", () => client.close(1000));
        ```
        """)
  }

  /// Interims are a matter of taste, unless they are asked for: by the client by name, or by a relay that passes the service's own JSON on.
  /// Ends of utterances and voice activity need interims on the service hop, whoever wants them.
  private func interims(_ session: SessionFacts, _ service: HopFacts, askedBy party: Party) -> RuleOutcome {
    let byClient = session.client.parameter("interim_results") == "true"
    let byRelay =
      service.parameter("interim_results") == "true" && session.client.keepsServiceShape && service.parameter("utterance_end_ms") == nil
      && service.parameter("vad_events") != "true"
    guard party == .client ? byClient : byRelay && !byClient else { return .pass }
    let until = session.dueUntil
    let sent = service.results.filter { $0.value.isFinal == false && !$0.value.text.isEmpty && $0.at <= until }
    guard sent.count >= 2, session.tellsFinality, !session.results.contains(where: { $0.value.isFinal == false }) else { return .pass }
    // A relay that asks for them and keeps them to itself may mean to.
    return .findings([
      finding(
        session, .proven, severity: byClient ? .error : .notice, party: .relay, cause: "interim results dropped by the relay",
        summary:
          "The \(byClient ? "client" : "relay") asked for interim results, the service sent \(count(sent.count, "interim")) with words, and none of them reached the client.",
        events: [(byClient ? session.client : service).request?.event ?? 0, sent[0].event],
        evidence:
          "interim_results=true in the \(byClient ? "client" : "relay")'s query; first interim on the service hop at \(seconds(sent[0].at))"
      )
    ])
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.hasWords, session.tellsFinality else { return .notApplicable("no words came, or the shape has no word for final") }
    guard session.unreadable.isEmpty else { return .inconclusive("the relay sends messages that no known shape fits") }
    let complete = session.metadata.flatMap { $0.value.sha256 != nil && $0.value.sha256 != "incomplete" ? $0 : nil }
    // A full stop that a relay puts behind every text, an empty one too, is no word.
    let spoken = session.results.filter { $0.value.isFinal == false && !WordNormalizer.words($0.value.text).isEmpty }
    let settled = CoveredTimes(session.finals)
    // Words that a final says, at whatever time, were not dropped.
    let lastFinal = session.finals.last { !$0.value.text.isEmpty }?.event ?? 0
    let open = spoken.filter { !isCovered($0, settled, lastFinal) }
    let wanted = open.map { WordNormalizer.words($0.value.text) }
    var said = PhraseFinder(wanted)
    for final in session.finals { said.read(WordNormalizer.words(final.value.text), at: final.at) }
    guard let interim = zip(open, wanted).reversed().first(where: { said.latest(of: $0.1) == nil })?.0 else { return .pass }
    if let complete {
      return .findings([lost(session, interim, until: complete.event, "Metadata says that the service sent all it had")])
    }
    if let later = session.finals.first(where: { ($0.value.start ?? 0) > (interim.value.start ?? .infinity) && !$0.value.text.isEmpty }) {
      return .findings([lost(session, interim, until: later.event, "a later final came")])
    }
    return .notApplicable("no later result shows that the service had settled these words")
  }

  /// True where some final reaches over the middle of an interim, or, in a shape that tells no times, comes behind it.
  private func isCovered(_ interim: Located<ResultText>, _ settled: CoveredTimes, _ lastFinal: Int64) -> Bool {
    let told = interim.value
    guard let start = told.start, let duration = told.duration else { return lastFinal > interim.event }
    let words = told.words.isEmpty ? start + duration / 2 : told.words[told.words.count / 2].start
    return settled.holds(words, channel: told.channel)
  }

  private func lost(
    _ session: SessionFacts, _ interim: Located<ResultText>, until other: Int64, _ because: String
  ) -> Finding {
    finding(
      session, .suspected, party: .relay,
      cause: session.finals.isEmpty ? "finals never forwarded by the relay" : "results dropped by the relay",
      summary: sentence(
        "\"\(interim.value.text.prefix(60))\" came as an interim result and no final covers it, though \(because): ",
        "the service settles every word that it has sent as an interim."),
      events: [interim.event, other],
      evidence: "interim at \(seconds(interim.at)), \(count(session.finals.count, "final")) in the session, none over that time",
      alternatives: session.finals.isEmpty
        ? [Alternative(rule: "no-final", separateBy: seeServiceHop("whether the service sends any final"))] : [.byTheService])
  }

  let examples: [RuleExample] = [
    .fires(
      "Metadata of one session, by a relay that keeps its interims to itself and passes Metadata on in another", .proven,
      """
      \(Opening.bothHops())
        1.20      service ← results "tell" interim start=0 duration=1
        1.40      service ← results "tell me" interim start=0 duration=1.2
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.32      service ← metadata duration=2.0 sha256=abc
        2.33      client  ← metadata duration=2.0 sha256=abc
        2.34      service ← close 1000
        2.35      client  ← close 1000
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        3.00      client  → GET /listen
        3.01      client  ← 101
        3.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true
        3.04      service ← 101
        3.10-5.10 client  → audio 2.0s
        3.11-5.11 service → audio 2.0s
        4.20      service ← results "tell" interim start=0 duration=1
        4.40      service ← results "tell me" interim start=0 duration=1.2
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← results "tell me more" final start=0 duration=2
        5.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 5.32      service ← metadata duration=2.0 sha256=abc
        5.33      service ← close 1000
        5.36      client  ← close 1000
      """),
    .fires(
      "events that the client asked for by name, where the relay passes others on", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen?vad_events=true&utterance_end_ms=1000
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true&vad_events=true&utterance_end_ms=1000
        0.04      service ← 101
        0.10-3.10 client  → audio 3.0s
        0.11-3.11 service → audio 3.0s
        0.50      service ← message "{'type':'SpeechStarted','channel':[0,1],'timestamp':0.1}"
        0.51      client  ← message "{'type':'SpeechStarted','channel':[0,1],'timestamp':0.1}"
      ↓ 2.20      service ← message "{'type':'UtteranceEnd','channel':[0,1],'last_word_end':0.9}"
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      service ← close 1000
        3.34      client  ← close 1000
      """),
    .silent(
      "no events at all, as of a relay for texts",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen?vad_events=true&utterance_end_ms=1000
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&vad_events=true&utterance_end_ms=1000
        0.04      service ← 101
        0.10-3.10 client  → audio 3.0s
        0.11-3.11 service → audio 3.0s
        0.50      service ← message "{'type':'SpeechStarted','channel':[0,1],'timestamp':0.1}"
        2.20      service ← message "{'type':'UtteranceEnd','channel':[0,1],'last_word_end':0.9}"
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      service ← close 1000
        3.34      client  ← close 1000
      """),
    .fires(
      "one of three finals is gone", .proven,
      """
      \(Opening.bothHops(seconds: 6))
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 4.30      service ← results "about the weather" final start=2 duration=2
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← results "and this too" final start=4 duration=2
      ↓ 6.31      client  ← results "and this too" final start=4 duration=2
        6.33      service ← close 1000
        6.34      client  ← close 1000
      """),
    .fires(
      "interims come and the final does not", .proven,
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim start=0 duration=1
        1.21      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
        2.33      service ← close 1000
        2.34      client  ← close 1000
      """),
    .fires(
      "the client asked for interims and gets none", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
      ↓ 0.00      client  → GET /listen?interim_results=true
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&interim_results=true
        0.04      service ← 101
        0.10-3.10 client  → audio 3.0s
        0.11-3.11 service → audio 3.0s
      ↓ 1.20      service ← results "tell me" interim start=0 duration=1
        2.20      service ← results "tell me more" interim start=0 duration=2
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      service ← close 1000
        3.34      client  ← close 1000
      """),
    .fires(
      "from the client hop: interims, a complete Metadata, and no final", .suspected,
      """
      \(Opening.clientHop())
      ↓ 1.21      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=2.0 sha256=abc
        2.34      client  ← close 1000
      """),
    .silent(
      "finals only: interims are left out, and nobody asked for them",
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim start=0 duration=1
        1.80      service ← results "tell me more" interim start=0 duration=2
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'type':'final','text':'tell me more'}"
        2.33      service ← close 1000
        2.34      client  ← close 1000
      """),
    .silent(
      "finals of one utterance joined, empty results left out",
      """
      \(Opening.bothHops(seconds: 6))
        2.30      service ← results "tell me more" final start=0 duration=2
        4.30      service ← results "" final start=2 duration=2
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← results "and this too" final start=4 duration=2
        6.31      client  ← message "{'transcript':'tell me more and this too','is_final':true}"
        6.33      service ← close 1000
        6.34      client  ← close 1000
      """),
    .silent(
      "a relay that stopped is another matter", alsoShows: ["early-break"],
      """
      \(Opening.bothHops(seconds: 6))
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← results "and this too" final start=4 duration=2
        6.33      service ← close 1000
        6.34      client  ← close 1000
      """),
    .silent(
      "from the client hop: the last interim has its final",
      """
      \(Opening.clientHop())
        1.21      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=abc
        2.34      client  ← close 1000
      """),
  ]
}
