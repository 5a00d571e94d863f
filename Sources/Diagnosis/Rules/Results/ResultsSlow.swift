internal import Speech
internal import Timeline

/// The relay adds latency.
struct ResultsSlow: Rule {
  let id = "results-slow"
  let group = RuleGroup.results
  let severity = Severity.warning
  let covers: [Subject] = [.of(.resultsPace), .of(.heard, .late)]
  let title = "results are late"
  let why = """
    Each message lies in the relay for a while before it is passed on: a polling loop with a sleep, work done per message before it is forwarded, a queue that is \
    drained by a timer. The words are right; whoever speaks waits for them.
    """
  let clientView = "Interims lag: X − Y (seconds of audio sent, minus the end of what the interim covers) is above the limit."
  let serviceView = "The service's messages are in time; the delay arises between their arrival at the relay and the client hop."
  let remedy = """
    Forward first and work afterwards; wait for the next message, do not poll for it:

    ```python
    async for message in service:
        await client.send_text(message)          # at once
        await queue.put(message)                 # what takes time goes elsewhere
    # no:  while True: await asyncio.sleep(1); drain(queue)
    ```

    ```js
    service.on("message", (data) => {
      client.send(data.toString());                // at once
      setImmediate(work, data);                    // what takes time comes afterwards
    });
    ```
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The relay passes each result on at once: it is the service that is late. Use a region nearer to the relay, a quicker model, and look at the service's \
    status page. A larger `endpointing` makes finals later; long chunks of audio make everything later by their own length.
    """
  ]
  let citation = "Deepgram live API: latency is X − Y, seconds of audio sent minus the end of what an interim covers; finals are ignored."
  let restsOnTiming = true
  /// What a relay may add, beyond the way that the audio took through it.
  private let limit = Nanoseconds.milliseconds(500)
  /// X − Y seen from outside: above it even a slow service on a slow network is not live any more.
  private let limitFromOutside = Nanoseconds.seconds(2)
  /// A single interim of the service's that is so late.
  private let limitOfOne = Nanoseconds.seconds(2)
  /// Finals wait for a pause in the speech, and for what makes them readable (`smart_format`).
  private let limitOfFinal = Nanoseconds.seconds(3.5)
  /// X − Y on the service hop itself: usually a quarter of a second.
  private let limitOfService = Nanoseconds.seconds(2.5)

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard !session.readsSlowly else { return .notApplicable("the client itself did not read for a while") }
      guard run.seesServiceHop else { return fromClientHop(session) }
      let late = run.resultEntries(session).filter { $0.duty == .resultsPace }
      let answers = session.services.compactMap { PromiseBook.slowEnd(session, $0) }
      return onServiceHop(session).or(
        late.map { finding(session, of: $0, cause: "\($0.amount.unit) held up in the relay") }
          + answers.map {
            finding(session, of: $0, cause: "the service took \(decimal($0.amount.value, 1)) s to answer the end of the audio")
          })
    }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    let pairs = session.flow.pairs + session.flow.retimed
    guard let delay = Percentiles(pairs.map(\.delay)), delay.count >= 3 else {
      return ofService(session)
    }
    guard ResultsHeldBack.burst(pairs, travel: session.travel) == nil else { return .notApplicable("they were held back, not slow") }
    // Half of them, and even the quickest: a network that stalls once delays some.
    let quickest = pairs.map(\.delay).min() ?? 0
    guard delay.p50 > limit + session.travel * 3 / 2, quickest > limit / 2 + session.travel, let first = pairs.first else {
      return growing(session, pairs) ?? ofService(session)
    }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "\(seconds(delay.p50 - session.travel)) of latency added by the relay",
        summary: sentence(
          "From the service to the client a result takes \(seconds(delay.p50)) (median of \(delay.count)), ",
          "though the audio takes \(seconds(session.travel)) the other way."),
        events: [first.service.event, first.client.event],
        evidence: "delay across the relay: p50 \(seconds(delay.p50)), p99 \(seconds(delay.p99)), n = \(delay.count)")
    ])
  }

  /// Nothing is late yet, and each result takes longer than the one before.
  private func growing(_ session: SessionFacts, _ pairs: Series<ResultFlow.Pair>) -> RuleOutcome? {
    guard let growth = Growth(pairs.map { ($0.service.at, $0.delay) }), let first = pairs.first, let last = pairs.last else { return nil }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "results get slower in the relay, by \(growth.rate)",
        summary: sentence(
          "From the service to the client a result takes longer and longer, by \(growth.text). Nothing is lost yet: a queue fills, or a list is ",
          "gone through that nobody empties."),
        events: [first.client.event, last.service.event, last.client.event],
        evidence: "delay across the relay: the first \(seconds(first.delay)), the last \(seconds(last.delay)); slope \(growth.rate)")
    ])
  }

  /// The same seen from outside: X − Y grows.
  private func growingFromOutside(_ session: SessionFacts) -> RuleOutcome? {
    guard session.keepsPace, let growth = session.latenessGrowth(on: session.client),
      let last = session.results.last(where: { $0.value.isFinal == false })
    else { return nil }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "results get slower, by \(growth.rate)",
        summary: "Interim results fall further and further behind the audio that was sent (X − Y), by \(growth.text).",
        events: [last.event], evidence: "slope of X − Y: \(growth.rate), n = \(growth.count)",
        alternatives: [
          Alternative(
            rule: "pacing-too-slow", separateBy: seeServiceHop("whether it is the audio, the service or the results that get slower")),
          .byTheService,
        ])
    ])
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard !BrokenPromise.hasRestarted(session) else {
      return .notApplicable("the times begin anew in the middle: how late they are, they can't say")
    }
    let values = session.lateness(on: session.client)
    // What gets slower says more than what is late in the end for that.
    if let growing = growingFromOutside(session), case .findings = growing { return growing }
    if let late = lateEnd(session) ?? lateFinal(session) { return .findings([late]) }
    guard let latency = Percentiles(values), latency.count >= 2 else {
      return .notApplicable("fewer than two interims with times came back while audio was being sent")
    }
    // The way there and back is not the relay's: what the handshake took stands for it.
    guard latency.p50 > limitFromOutside + session.roundTrip, isSteady(values) else {
      return someLate(session, values)
    }
    guard session.keepsPace else { return .notApplicable("the audio was not sent at real time") }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "results \(seconds(latency.p50)) behind the audio",
        summary:
          "Half of the interim results are \(seconds(latency.p50)) or more behind the audio that had been sent by then (X − Y, n = \(latency.count)).",
        events: [session.results.first { $0.value.isFinal == false }?.event ?? 0],
        evidence: "X − Y: p50 \(seconds(latency.p50)), p99 \(seconds(latency.p99)), n = \(latency.count)",
        alternatives: [
          Alternative(
            rule: "audio-held-back", separateBy: seeServiceHop("whether it is the audio, the service or the results that are late"))
        ])
    ])
  }

  /// What came next after the client's stop, long after it; or what came last, where much came one after the other.
  private func lateEnd(_ session: SessionFacts) -> Finding? {
    guard !session.provokes("pacing-too-fast"), let stop = session.stop, session.streamedWhole,
      let said = session.arrivals(on: session.client),
      let end = session.sentSeconds.flatMap(said.due)
    else { return nil }
    // Who sends in bursts is done before the words can have been spoken.
    let done = max(stop.at, end)
    let limit = limitOfService + session.roundTrip
    let behind = session.client.messages.filter { $0.at > stop.at }
    let waits = zip(behind, [done] + behind.map(\.at)).map { (message: $0, waited: $0.at - $1) }
    let late = waits.first { wait in
      wait.waited > limit && (wait.message.value.result?.text.isEmpty == false || wait.message.event == session.metadata?.event)
    }
    guard let (next, waited) = late else { return lateInAll(session, stop, done, behind) }
    let what = next.event == session.metadata?.event ? "Metadata" : "next words"
    return finding(
      session, .suspected, party: .relay, cause: "\(seconds(waited)) to the \(what) after the stop",
      summary: "The client said stop at \(seconds(stop.at)), and the \(what) that came then took \(seconds(waited)).",
      events: [stop.event, next.event], evidence: "stop at \(seconds(stop.at)), \(what) at \(seconds(next.at))",
      alternatives: [
        Alternative(rule: "close-stream-late", separateBy: seeServiceHop("when the service learns of the stop")),
        Alternative(rule: "audio-held-back", separateBy: seeServiceHop("when the last audio arrives there")),
        .byTheService,
      ])
  }

  /// The last words, the Metadata behind them, or the end behind that, where each took its time.
  private func lateInAll(
    _ session: SessionFacts, _ stop: Located<Void>, _ done: Nanoseconds, _ behind: some Sequence<Located<ReadMessage>>
  ) -> Finding? {
    let words = behind.filter { $0.value.result?.text.isEmpty == false }
    let metadata = session.metadata.flatMap { $0.at > stop.at ? $0 : nil }
    // Who has nothing more to say closes: here it had come.
    let over = metadata == nil ? nil : session.relayEnded
    let ends = [
      words.last.map { ("last words", $0.event, $0.at) }, metadata.map { ("Metadata", $0.event, $0.at) },
      over.map { ("end of the session", $0.event, $0.at) },
    ].compactMap { $0 }
    guard let (what, event, at) = ends.first(where: { $0.2 - done > limitOfFinal + session.roundTrip }) else { return nil }
    return finding(
      session, .suspected, party: .relay, cause: "\(seconds(at - stop.at)) to the \(what) after the stop",
      summary: sentence(
        "The client said stop at \(seconds(stop.at)), and \(count(words.count, "result")) came behind it; the \(what) took ",
        "\(seconds(at - stop.at))."),
      events: [stop.event, event], evidence: "stop at \(seconds(stop.at)), \(what) at \(seconds(at))",
      alternatives: [
        Alternative(rule: "close-stream-late", separateBy: seeServiceHop("when the service learns of the stop")),
        Alternative(rule: "audio-held-back", separateBy: seeServiceHop("when the last audio arrives there")),
        .byTheService,
      ])
  }

  /// A final of words that were said long before it, in the middle of the audio: with more audio, or another final, behind it.
  private func lateFinal(_ session: SessionFacts) -> Finding? {
    guard !session.provokes("pacing-too-fast") else { return nil }
    let waits = session.waitsOfFinals(on: session.client)
    guard let (final, waited) = waits.first(where: { $0.waited > limit($0.final.value) + session.roundTrip }) else { return nil }
    return finding(
      session, .suspected, party: .relay, cause: "a final \(seconds(waited)) behind its words",
      summary: "\"\(final.value.text.prefix(40))\" became final \(seconds(waited)) after the client had sent the last of it.",
      events: [final.event], evidence: "final at \(seconds(final.at)), its audio sent by \(seconds(final.at - waited))",
      alternatives: [
        Alternative(rule: "audio-held-back", separateBy: seeServiceHop("when that audio arrives there")), .byTheService,
      ])
  }

  /// A pause that ended the utterance ended the waiting too.
  private func limit(_ final: ResultText) -> Nanoseconds { final.speechFinal == true ? limitOfService : limitOfFinal }

  /// Some interims far behind the others: somebody held them up.
  private func someLate(_ session: SessionFacts, _ values: [Nanoseconds]) -> RuleOutcome {
    let limit = limitOfService + session.roundTrip
    let late = values.filter { $0 > limit }
    guard let longest = late.max(), let quickest = values.min(), quickest < limit / 2, session.keepsPace, !session.readsSlowly,
      // A session that begins late catches up: slow-start looks at it.
      values.first.map({ $0 <= limit }) ?? false, let first = session.results.first(where: { $0.value.isFinal == false })
    else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "\(count(late.count, "interim")) came late",
        summary: sentence(
          "\(late.count) of \(count(values.count, "interim")) were up to \(seconds(longest)) behind the audio that had been sent by then; ",
          "others came after \(seconds(max(0, quickest)))."),
        events: [first.event], evidence: "X − Y: from \(seconds(max(0, quickest))) to \(seconds(longest)), n = \(values.count)",
        alternatives: [
          Alternative(
            rule: "audio-held-back", separateBy: seeServiceHop("whether it is the audio, the service or the results that are late")),
          .byTheService,
        ])
    ])
  }

  /// Some of the service's interims, late by themselves.
  private func stalled(_ session: SessionFacts, _ service: HopFacts, _ values: [Nanoseconds]) -> RuleOutcome {
    let behind = session.waitsBehindAudio(on: service)
    let late = values.filter { $0 > limitOfOne } + behind.filter { $0 > limitOfService }
    guard let longest = late.max(), let first = service.results.first(where: { $0.value.isFinal == false }) else {
      return lateFinal(session, service)
    }
    return .findings([
      finding(
        session, .proven, party: .service, cause: "\(count(late.count, "interim")) of the service's came late",
        summary: sentence(
          "\(late.count) of \(count(values.count + behind.count, "interim")) on the service hop were up to \(seconds(longest)) behind the audio that had come: ",
          "not the relay's doing."),
        events: [first.event], evidence: "X − Y on the service hop: up to \(seconds(longest)), n = \(values.count + behind.count)")
    ])
  }

  /// The service's own latency, where its hop is seen.
  private func ofService(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, (session.arrivedShare ?? 1) < 1.1 else { return .pass }
    guard session.keepsPace else { return session.provokes("pacing-too-fast") ? .pass : lateFinal(session, service) }
    let values = session.lateness(on: service)
    guard let latency = Percentiles(values), latency.count >= 2, latency.p50 > limitOfService, isSteady(values) else {
      return growingService(session, service) ?? stalled(session, service, values)
    }
    return .findings([
      finding(
        session, .proven, party: .service, cause: "the service answers \(seconds(latency.p50)) late",
        summary: sentence(
          "On the service hop half of the interim results are \(seconds(latency.p50)) or more behind the audio that had come ",
          "(n = \(latency.count)): not the relay's doing."),
        events: [service.results.first { $0.value.isFinal == false }?.event ?? 0],
        evidence: "X − Y on the service hop: p50 \(seconds(latency.p50)), p99 \(seconds(latency.p99)), n = \(latency.count)")
    ])
  }

  /// A final of the service's that was long due: the pause that it waits for is the relay's to choose.
  private func lateFinal(_ session: SessionFacts, _ service: HopFacts) -> RuleOutcome {
    let pause = service.parameter("endpointing").flatMap(Double.init).map { Nanoseconds.seconds($0 / 1000) } ?? 0
    let waits = session.waitsOfFinals(on: service)
    guard let (final, waited) = waits.first(where: { $0.waited > limit($0.final.value) + pause }) else { return .pass }
    return .findings([
      finding(
        session, .proven, party: .service, cause: "a final of the service's \(seconds(waited)) behind its words",
        summary: sentence(
          "\"\(final.value.text.prefix(40))\" became final on the service hop \(seconds(waited)) after the last of it had come: ",
          "not the relay's doing."),
        events: [final.event], evidence: "final at \(seconds(final.at)), its audio there by \(seconds(final.at - waited))")
    ])
  }

  /// The service's own latency grows.
  private func growingService(_ session: SessionFacts, _ service: HopFacts) -> RuleOutcome? {
    guard let growth = session.latenessGrowth(on: service), let last = service.results.last(where: { $0.value.isFinal == false }) else {
      return nil
    }
    return .findings([
      finding(
        session, .proven, party: .service, cause: "the service gets slower, by \(growth.rate)",
        summary:
          "On the service hop interim results fall further and further behind the audio that had come, by \(growth.text): not the relay's doing.",
        events: [last.event], evidence: "slope of X − Y on the service hop: \(growth.rate), n = \(growth.count)")
    ])
  }

  /// A latency that shrinks is a late start that is being made up for.
  private func isSteady(_ values: [Nanoseconds]) -> Bool {
    guard let first = values.first, let last = values.last else { return false }
    return last > first - .milliseconds(400)
  }

  let examples: [RuleExample] = [
    .fires(
      "from the client hop: Metadata four seconds behind the stop", .suspected,
      """
      \(Opening.clientHop())
      ↓ 2.12      client  → text "stop"
        2.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 6.40      client  ← metadata duration=2.0
        6.41      client  ← close 1000
      """),
    .fires(
      "from the client hop: a final long behind the pause that ended it", .suspected,
      """
      \(Opening.clientHop(seconds: 6))
      ↓ 5.40      client  ← results "tell me more" final start=0 duration=2
        6.12      client  → text "stop"
        6.30      client  ← results "about the weather" final start=3 duration=3
        6.40      client  ← close 1000
      """),
    .fires(
      "from the client hop: behind the stop one result after the other, each in its time, and the last one late", .suspected,
      """
      \(Opening.clientHop(seconds: 6))
      ↓ 6.12      client  → text "stop"
        8.20      client  ← results "tell me" interim start=0 duration=2
        9.30      client  ← results "tell me more" interim start=0 duration=4
      ↓ 9.90      client  ← results "tell me more about it" final start=0 duration=6
        9.91      client  ← metadata duration=6.0
        9.92      client  ← close 1000
      """),
    .fires(
      "from the client hop, without times: the first of two utterances is final only when the second is over", .suspected,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.10-3.10 client  → audio 1.0s blank
        3.10-5.10 client  → audio 2.0s
        5.12      client  → text "stop"
      ↓ 5.90      client  ← message "{'transcript':'tell me','is_final':true}"
        6.00      client  ← message "{'transcript':'more','is_final':true}"
        6.10      client  ← close 1000
      """),
    .fires(
      "from the client hop: one result behind the stop, and Metadata, each in its time", .suspected,
      """
      \(Opening.clientHop())
      ↓ 2.12      client  → text "stop"
        4.20      client  ← results "tell me more" final start=0 duration=2
      ↓ 6.20      client  ← metadata duration=2.0
        6.21      client  ← close 1000
      """),
    .fires(
      "a final of the service's long behind the pause that ended it", .proven,
      """
      \(Opening.bothHops(seconds: 6))
      ↓ 5.40      service ← results "tell me more" final start=0 duration=2
        5.41      client  ← results "tell me more" final start=0 duration=2
        6.12      client  → text "stop"
        6.13      service → CloseStream
        6.30      service ← results "about the weather" final start=3 duration=3
        6.31      client  ← results "about the weather" final start=3 duration=3
        6.32      service ← metadata duration=6.0 sha256=abc
        6.33      client  ← metadata duration=6.0 sha256=abc
        6.33      service ← close 1000
        6.34      client  ← close 1000
      """),
    .fires(
      "the service takes three seconds for its last words", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
      ↓ 2.13      service → CloseStream
      ↓ 5.20      service ← results "tell me more" final start=0 duration=2
        5.21      client  ← results "tell me more" final start=0 duration=2
        5.22      service ← metadata duration=2.0 sha256=abc
        5.23      client  ← metadata duration=2.0 sha256=abc
        5.24      service ← close 1000
        5.25      client  ← close 1000
      """),
    .fires(
      "interims of the service's that come when the audio is long over", .proven,
      """
      \(Opening.bothHops(seconds: 5))
      ↓ 1.20      service ← results "tell" interim start=0 duration=1
        1.21      client  ← results "tell" interim start=0 duration=1
        5.20      client  → text "stop"
        5.21      service → CloseStream
        6.50      service ← results "tell me" interim start=0 duration=2
        6.51      client  ← results "tell me" interim start=0 duration=2
        7.40      service ← results "tell me more" final start=0 duration=5
        7.41      client  ← results "tell me more" final start=0 duration=5
        7.50      service ← metadata duration=5.0 sha256=abc
        7.51      client  ← metadata duration=5.0 sha256=abc
        7.51      service ← close 1000
        7.52      client  ← close 1000
      """),
    .fires(
      "two seconds in a queue", .proven,
      """
      \(Opening.bothHops(seconds: 5))
      ↓ 1.20      service ← results "tell" interim start=0 duration=1
        2.20      service ← results "tell me" interim start=0 duration=2
      ↓ 3.20      client  ← results "tell" interim start=0 duration=1
        3.20      service ← results "tell me more" interim start=0 duration=3
        4.20      client  ← results "tell me" interim start=0 duration=2
        5.20      client  ← results "tell me more" interim start=0 duration=3
        5.20      client  → text "stop"
        7.50      client  ← close 1000
      """),
    .fires(
      "from the client hop: far behind the audio", .suspected,
      """
      \(Opening.clientHop(seconds: 8))
      ↓ 5.20      client  ← results "tell" interim start=0 duration=1
        6.20      client  ← results "tell me" interim start=0 duration=2
        7.20      client  ← results "tell me more" interim start=0 duration=3
        8.20      client  → text "stop"
        12.5      client  ← close 1000
      """),
    .fires(
      "each second 5 ms more", .proven,
      """
      \(Opening.bothHops(seconds: 60))
      \(Self.growing)
        60.2      client  → text "stop"
        60.3      service → CloseStream
        60.5      service ← close 1000
        60.8      client  ← close 1000
      """),
    .silent(
      "a client 400 ms away, and a service as far: the audio takes as long", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.80      client  ← 101
        0.80      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.60      service ← 101
        0.90-4.90 client  → audio 4.0s
        1.70-5.70 service → audio 4.0s
        2.80      service ← results "tell" interim start=0 duration=1
        3.60      client  ← results "tell" interim start=0 duration=1
        3.80      service ← results "tell me" interim start=0 duration=2
        4.60      client  ← results "tell me" interim start=0 duration=2
        4.80      service ← results "tell me more" interim start=0 duration=3
        5.60      client  ← results "tell me more" interim start=0 duration=3
        5.70      client  → text "stop"
        7.50      client  ← close 1000
      """),
    .silent(
      "as they come", alsoShows: ["closed-before-final"],
      """
      \(Opening.clientHop(seconds: 5))
        1.20      client  ← results "tell" interim start=0 duration=1
        2.20      client  ← results "tell me" interim start=0 duration=2
        3.20      client  ← results "tell me more" interim start=0 duration=3
        5.20      client  → text "stop"
        5.50      client  ← close 1000
      """),
  ]

  /// A result every four seconds, each 20 ms later than the one before it.
  private static let growing = (1...14).map { number -> String in
    let at = number * 4
    let late = decimal(Double(at) + 0.01 + 0.02 * Double(number), 2)
    return """
        \(at).00     service ← results "word \(number)" interim start=0 duration=\(at)
      \(number == 1 || number == 14 ? "↓" : " ") \(late)     client  ← results "word \(number)" interim start=0 duration=\(at)
      """
  }.joined(separator: "\n")
}
