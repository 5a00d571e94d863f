internal import Audio
internal import Speech
internal import Timeline

/// The relay collects the audio and sends it when its client has finished.
struct AudioHeldBack: Rule {
  let id = "audio-held-back"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audioPace), .of(.audio, .late)]
  /// What is held back goes out all at once where something lets it go before the end.
  let reach = Reach.wholeRun([.audio, .audioPace])
  let hypothesis: HypothesisWords? = HypothesisWords("audio held back until the stop", seenBy: "when the audio arrives")
  let title = "audio is held back in the relay and sent at the end"
  let why = """
    The relay was written for files: it reads until its client has finished and sends then. Nothing is live any more: the first words come only after the stop, \
    the service gets minutes of audio in one burst, and a long session runs into net0001 before it has begun.
    """
  let clientView = "The first message comes only after the stop: its delay is about the length of the audio."
  let serviceView = "Silence while the client streams, then all of the audio in one burst."
  let remedy = """
    Send each chunk when it comes:

    ```python
    while (message := await client.receive())["type"] == "websocket.receive":
        if chunk := message.get("bytes"):
            await service.send(chunk)              # not buffer += chunk until the end
    ```

    ```js
    client.on("message", (data, isBinary) => {
      if (isBinary) service.send(data);              // not chunks.push(data) until the end
    });
    ```
    """
  let citation = "Deepgram live API: chunks of 20 to 250 ms, at real time."
  let restsOnTiming = true

  func check(_ run: RunFacts) -> RuleOutcome {
    let isHeld = Self.isHeldToTheEnd(run)
    return .over(run.sessions) { session in
      guard run.seesServiceHop else { return fromClientHop(session) }
      // What lets the audio go is the end, whoever ends the session.
      let entry = AudioBook.behindTheEnd(session) ?? (isHeld ? AudioBook.behindIdleTimeout(session) : nil)
      let behind = entry.map { finding(session, of: $0, cause: "the audio is sent behind the end of its stream") }
      // Some of it: in the relay, or on a way that takes long.
      let late = AudioBook.late(session).map {
        finding(session, of: $0, cause: "some of the audio is held up in the relay", unless: session.bySlowWay)
      }
      return onServiceHop(session).or([behind ?? late].compactMap { $0 })
    }
  }

  /// True where some session's audio went out behind the end that its relay had told.
  static func isHeldToTheEnd(_ run: RunFacts) -> Bool {
    run.seesServiceHop && run.sessions.contains { AudioBook.behindTheEnd($0) != nil }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let carriage = session.carriage, let service = session.service, let opened = service.response else {
      return .notApplicable("no audio of this session reached the service")
    }
    guard let first = session.client.audio.first, let last = session.client.audio.last, last.at - first.at >= .seconds(1.5) else {
      return .notApplicable("the client did not stream for long enough")
    }
    // A relay may well slow down what its client pours in: the service takes 1.25× at most.
    guard session.keepsPace else { return .notApplicable("the client does not send at real time") }
    // A hop that opens late makes audio late, and that is not the relay's choice.
    guard opened.at < first.at + (last.at - first.at) / 2 else { return .notApplicable("the service hop opened late") }
    // A control message in a binary frame is no audio.
    guard Double(service.audioBytes.count) > 0.3 * Double(session.arrivingBytesPerSecond ?? 0) else {
      return .notApplicable("next to no audio reached the service")
    }
    let late = service.audio.reduce(0) { $0 + ($1.at >= last.at + session.travel ? $1.bytes : 0) }
    let total = max(1, service.audioBytes.count)
    guard late * 10 >= total * 8, let arrived = service.audio.first(where: { $0.at >= last.at }) else { return .pass }
    // What flows all the time, and slowly, is not held back: pacing-too-slow looks at it. A collection goes out faster than it was spoken.
    let took = ((service.audio.last?.at ?? arrived.at) - arrived.at).seconds
    guard late == total || Double(late) / Double(max(1, session.arrivingBytesPerSecond ?? 1)) > took * 1.25 else {
      return .notApplicable("the audio goes out slowly, and not at the end")
    }
    let lag = carriage.comparison.unrelated ? nil : service.audio.first.map { $0.at - first.at }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "audio is held back until the end",
        summary: sentence(
          "The client streamed for \(seconds(last.at - first.at)), with the service hop open, and \(late * 100 / total) % of the audio ",
          "went on to the service only when the client had sent its last."),
        events: [first.event, last.event, arrived.event, session.stop?.event ?? 0],
        evidence: sentence(
          "client: audio from \(moment(first.at)) to \(moment(last.at)); service: \(count(service.audio.count, "message")), ",
          "the first at \(moment(service.audio.first?.at))\(lag.map { ", \(seconds($0)) after the client's" } ?? "")"))
    ])
  }

  /// Two utterances, of which not even the first was answered before the stop: results of either kind would have come.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard let stop = session.stop, let audio = session.info.audio, audio.seconds >= 4, session.streamedWhole, (audio.utterances ?? 1) >= 2,
      let first = session.client.audio.first, stop.at - first.at >= .seconds(4)
    else { return .notApplicable("no long clip with two utterances was streamed to its end") }
    guard !session.readsSlowly else { return .notApplicable("the client itself did not read for a while") }
    let words = session.results.filter { !$0.value.text.isEmpty }
    guard let result = words.first, let last = words.last else { return .inconclusive("no words came at all") }
    guard result.at > stop.at else { return .pass }
    // All at the same moment is how results look that were collected.
    guard last.at - result.at > .milliseconds(50) else { return .inconclusive("all results came at once: results may have been held back") }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "audio is held back until the end",
        summary:
          "Two utterances were sent at real time, and the first words of either came only \(seconds(result.at - stop.at)) after the stop.",
        events: [first.event, stop.event, result.event],
        evidence: "first audio at \(moment(first.at)), stop at \(moment(stop.at)), first words at \(moment(result.at))",
        alternatives: [
          Alternative(rule: "results-held-back", separateBy: seeServiceHop("whether audio or results are late")),
          Alternative(
            rule: "results-slow",
            separateBy: .play(scenario: "ten-seconds", tries: "a constant delay stays, a held-back stream grows with the clip")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "silence is left out, and what is spoken after it is late", .proven,
      """
      \(Opening.bothHops(seconds: 5, audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.11-3.10 client  → audio 1.0s blank
      ↓ 3.11-5.10 client  → audio 2.0s from=3
      ↓ 4.71-6.70 service → audio 2.0s from=3
        5.12      client  → text "stop"
        6.75      service → CloseStream
      """),
    .fires(
      "all of it is late by as much, and the request was not", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 0))
      ↓ 0.10-4.10 client  → audio 4.0s
      ↓ 2.10-6.10 service → audio 4.0s
        4.12      client  → text "stop"
        6.12      service → CloseStream
      """),
    .silent(
      "silence is left out, all but its end, and nothing is late",
      """
      \(Opening.bothHops(seconds: 7, audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.11-5.10 client  → audio 3.0s blank
        4.61-5.11 service → audio 0.5s blank
        5.11-7.10 client  → audio 2.0s from=5
        5.12-7.11 service → audio 2.0s from=5
        7.12      client  → text "stop"
        7.13      service → CloseStream
        7.30      service ← results "tell me" final start=0 duration=4.5
        7.31      client  ← results "tell me" final start=0 duration=4.5
        7.32      service ← close 1000
        7.33      client  ← close 1000
      """),
    .silent(
      "what was spoken before the service hop opened is lost, and nothing of the rest is late", alsoShows: ["audio-lost-at-start"],
      """
      run service-hop=simulated
      session huge-chunks audio=linear16/16000/1 seconds=6 stop="stop" provokes=pacing-bursty
        0.00      client  → GET /listen
        0.01      client  ← 101
        1.50      client  → audio 1.5s chunk=1500
        1.90      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.91      service ← 101
        3.00      client  → audio 1.5s chunk=1500 from=1.5
        3.01      service → audio 1.5s chunk=1500 from=1.5
        4.50      client  → audio 1.5s chunk=1500 from=3
        4.51      service → audio 1.5s chunk=1500 from=3
        6.00      client  → audio 1.5s chunk=1500 from=4.5
        6.01      service → audio 1.5s chunk=1500 from=4.5
        6.02      client  → text "stop"
        6.03      service → CloseStream
        6.30      service ← results "tell me" final start=0 duration=4.5
        6.31      client  ← results "tell me" final start=0 duration=4.5
        6.32      service ← close 1000
        6.33      client  ← close 1000
      """),
    .fires(
      "all of it behind the end of its own stream", .proven,
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.00 client  → audio 2.0s
      ↓ 2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.14      service → audio 2.0s chunk=2000
        2.30      service ← metadata duration=0 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        2.31      service ← close 1000
        2.32      client  ← close 1000
      """),
    .fires(
      "a message of a second and a half waits for the next, and goes out with it", .proven,
      """
      run service-hop=simulated
      session huge-chunks audio=linear16/16000/1 seconds=6 stop="stop" provokes=pacing-bursty
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        1.50      client  → audio 1.5s chunk=1500
        1.51      service → audio 1.5s chunk=1500
      ↓ 3.00      client  → audio 1.5s chunk=1500 from=1.5
        4.50      client  → audio 1.5s chunk=1500 from=3
      ↓ 4.51      service → audio 3.0s chunk=3000 from=1.5
        6.00      client  → audio 1.5s chunk=1500 from=4.5
        6.01      service → audio 1.5s chunk=1500 from=4.5
        6.02      client  → text "stop"
        6.03      service → CloseStream
      """),
    .fires(
      "all of it at the stop", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
      ↓ 0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.13      service → audio 2.0s chunk=2000
        2.14      service → CloseStream
      """),
    .fires(
      "from the client hop: not a word before the stop, though two utterances went out", .suspected,
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-5.00 client  → audio 5.0s
      ↓ 5.12      client  → text "stop"
      ↓ 5.60      client  ← results "tell me" final start=0 duration=2
        6.30      client  ← results "more" final start=2 duration=3
        6.33      client  ← close 1000
      """),
    .silent(
      "gathered to 250 ms",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.35-2.10 service → audio 2.0s chunk=250
        2.12      client  → text "stop"
      """),
    .silent(
      "a service that took its time to answer",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.10-2.00 client  → audio 2.0s
        2.05      service ← 101
        2.06      service → audio 2.0s
        2.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: a client that does not read while it streams",
      """
      session slow-reader audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.09      note step "stop reading"
        0.10-5.00 client  → audio 5.0s
        5.01      note step "read again"
        5.12      client  → text "stop"
        5.60      client  ← results "tell me" final start=0 duration=2
        6.30      client  ← results "more" final start=2 duration=3
        6.33      client  ← close 1000
      """),
    .silent(
      "from the client hop: the first words before the stop",
      """
      session two-utterances audio=linear16/16000/1 seconds=5 stop="stop" utterances=2
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-5.00 client  → audio 5.0s
        3.00      client  ← results "tell me" final start=0 duration=2
        5.12      client  → text "stop"
        6.30      client  ← results "more" final start=2 duration=3
        6.33      client  ← close 1000
      """),
    .silent(
      "a relay that sends slowly all the time", alsoShows: ["no-messages"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-12.1 service → audio 2.0s
        2.12      client  → text "stop"
        12.2      service → CloseStream
      """),
  ]
}
