internal import Speech
internal import Timeline

/// The end of the audio is signalled long after the stop.
struct CloseStreamLate: Rule {
  let id = "close-stream-late"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .late)]
  let reach = Reach.wholeRun([.leaving])
  let hypothesis: HypothesisWords? = HypothesisWords("CloseStream sent long after the stop", seenBy: "when CloseStream follows the stop")
  let title = "the relay tells the service late that the audio is over"
  let why = """
    The last words become final only with CloseStream (or a pause in the audio, which there is none any more). A relay that waits first, for a timer or for its \
    client to close, makes everybody wait for the end of every session, and impatient clients lose it.
    """
  let clientView = "The last final and Metadata come seconds after the stop, always by about the same time."
  let serviceView = "A gap between the client's stop and the relay's CloseStream."
  let remedy = """
    Send CloseStream in the branch that takes the stop, and not behind a sleep or a timeout:

    ```python
    if message == "stop":
        await service.send(json.dumps({"type": "CloseStream"}))
        # no:  await asyncio.sleep(3): a connection keeps the order anyway
    ```

    ```js
    if (!isBinary && data.toString() === "stop") {
      service.send(JSON.stringify({ type: "CloseStream" }));      // not in a setTimeout
    }
    ```
    """
  let citation = "Deepgram live API: CloseStream flushes what is left; RFC 6455 §5.4: messages on a connection keep their order."
  let restsOnTiming = true
  /// On the service hop; from outside the service's own draining and its latency come on top.
  private let limit = Nanoseconds.seconds(1)
  private let limitFromOutside = Nanoseconds.seconds(2.5)

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let stop = session.stop, !session.client.audio.isEmpty else { return .notApplicable("no stop was sent") }
      return run.seesServiceHop ? onServiceHop(session, stop) : fromClientHop(session, stop)
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ stop: Located<Void>) -> RuleOutcome {
    guard let service = session.service, let last = service.audio.last, let opened = service.response else {
      return .notApplicable("no audio reached the service")
    }
    guard let end = session.endOnStop, end.at >= stop.at else {
      return .notApplicable("the end was never signalled while the client waited")
    }
    // It can't be sent before the hop is open, nor before the audio that is still on its way.
    let due = max(stop.at + session.travel, session.lastAudio(before: end)?.at ?? opened.at, opened.at)
    let late = end.at - due
    guard late > limit else { return .pass }
    return .findings([
      finding(
        session, session.mayHaveASlowWay ? .suspected : .proven, party: .relay, cause: "CloseStream sent \(seconds(late)) late",
        summary:
          "The client said stop, and the relay told the service \(seconds(end.at - stop.at)) later; its last audio had gone out \(seconds(end.at - last.at)) before that.",
        events: [stop.event, last.event, end.event],
        evidence: "stop at \(seconds(stop.at)), last audio on the service hop at \(seconds(last.at)), CloseStream at \(seconds(end.at))",
        alternatives: session.bySlowWay)
    ])
  }

  private func fromClientHop(_ session: SessionFacts, _ stop: Located<Void>) -> RuleOutcome {
    guard session.keepsPace else { return .notApplicable("the audio was not sent at real time: what is left may take its time") }
    guard let metadata = session.metadata, metadata.at > stop.at, metadata.value.sha256 != "incomplete" else {
      return .notApplicable("no Metadata shows when the end was passed on")
    }
    guard let latency = session.interimLatency else { return .inconclusive("without interims it can't be told from a slow service") }
    let late = metadata.at - stop.at - max(0, latency.p50)
    // Late results on their way to the end belong to a slow service; silence up to the end to a late signal.
    let last = session.results.last { $0.at < metadata.at - .milliseconds(500) }?.at ?? stop.at
    guard late > limitFromOutside, metadata.at - max(last, stop.at) > limitFromOutside else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "CloseStream sent late",
        summary: sentence(
          "Metadata, which ends a stream, came \(seconds(metadata.at - stop.at)) after the stop, and \(seconds(metadata.at - max(last, stop.at))) of that in silence; ",
          "results while speaking were \(seconds(latency.p50)) behind."),
        events: [stop.event, metadata.event], evidence: "stop at \(seconds(stop.at)), Metadata at \(seconds(metadata.at))",
        alternatives: [
          Alternative(rule: "results-slow", separateBy: seeServiceHop("when CloseStream is sent, and when the service answers"))
        ])
    ])
  }

  let examples: [RuleExample] = [
    .silent(
      "all that came last was held back, and the end comes right behind it",
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-0.61 service → audio 0.5s
        2.12      client  → text "stop"
        5.50-5.60 service → audio 1.1s from=0.5
        6.80      service → audio 0.4s from=1.6
        6.80      service → CloseStream
        7.00      service ← results "tell me more" final start=0 duration=2
        7.01      client  ← results "tell me more" final start=0 duration=2
        7.02      service ← close 1000
        7.03      client  ← close 1000
      """),
    .fires(
      "a rest that was too short for a chunk goes out by a timer, and the end only behind it", .proven,
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-2.06 service → audio 1.95s
      ↓ 2.12      client  → text "stop"
        6.10      service → audio 0.05s from=1.95
        6.10      service → KeepAlive
      ↓ 6.40      service → CloseStream
        6.50      service ← results "tell me more" final start=0 duration=2
        6.51      client  ← results "tell me more" final start=0 duration=2
        6.52      service ← close 1000
        6.53      client  ← close 1000
      """),
    .fires(
      "four seconds later", .proven,
      """
      \(Opening.bothHops())
      ↓ 2.12      client  → text "stop"
      ↓ 6.12      service → CloseStream
        6.30      service ← results "tell me more" final start=0 duration=2
        6.31      client  ← results "tell me more" final start=0 duration=2
        6.32      service ← close 1000
        6.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: a quick service, and silence before the end", .suspected,
      """
      \(Opening.clientHop())
        1.20      client  ← results "tell me" interim start=0 duration=1
      ↓ 2.12      client  → text "stop"
        6.30      client  ← results "tell me more" final start=0 duration=2
      ↓ 6.31      client  ← metadata duration=2.0 sha256=abc
        6.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: interims came at once, and the end alone is late", .suspected,
      """
      \(Opening.clientHop(seconds: 3))
        1.20      client  ← results "tell me" interim start=0 duration=1
        2.20      client  ← results "tell me more" interim start=0 duration=2
      ↓ 3.12      client  → text "stop"
        7.30      client  ← results "tell me more" final start=0 duration=3
      ↓ 7.31      client  ← metadata duration=3.0 sha256=abc
        7.33      client  ← close 1000
      """),
    .silent(
      "audio that is still on its way goes first", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s
        0.11-5.11 service → audio 2.0s
        2.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← close 1000
        5.31      client  ← close 1000
      """),
    .silent(
      "a service two seconds behind takes as long over the end",
      """
      \(Opening.clientHop())
        3.10      client  ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        5.00      client  ← results "tell me more" final start=0 duration=2
        5.01      client  ← metadata duration=2.0 sha256=abc
        5.03      client  ← close 1000
      """),
  ]
}
