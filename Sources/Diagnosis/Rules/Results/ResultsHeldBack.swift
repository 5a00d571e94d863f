internal import Speech
internal import Timeline

/// Results are collected and sent at the end.
struct ResultsHeldBack: Rule {
  let id = "results-held-back"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.resultsPace)]
  /// Where nobody says stop, what is held back never comes.
  let reach = Reach.wholeRun([.results])
  let hypothesis: HypothesisWords? = HypothesisWords("results held back until the end", seenBy: "when the results reach the relay")
  let title = "the relay collects results and sends them all at the end"
  let why = """
    Live transcription that arrives when everything has been said is none. The results come to the relay while the client speaks; it keeps them until the stop, \
    the end of the service's stream, or a full buffer.
    """
  let clientView = "All messages come within milliseconds of each other, after the stop."
  let serviceView = "The same messages are spread over the time of the audio."
  let remedy = """
    Forward inside the loop that reads, and run that loop while audio is being sent:

    ```python
    async def down():
        async for message in service:
            await client.send_text(message)      # not results.append(message) and one send after the loop

    asyncio.create_task(down())                  # before the first audio, not after the stop
    ```

    ```js
    service.on("message", (data) => client.send(data.toString()));   // not results.push(data)
    ```
    """
  let citation = "Deepgram live API: interim results about once a second, finals at each pause, while audio is being sent."
  let restsOnTiming = true

  func check(_ run: RunFacts) -> RuleOutcome {
    // A relay that lets results through in one session does not collect them.
    let letsThrough = !run.seesServiceHop && run.sessions.contains(where: Self.letsThrough)
    return .over(run.sessions) { session in
      guard let stop = session.stop ?? session.client.audio.last.map({ Located((), event: $0.event, at: $0.at) }) else {
        return .notApplicable("no audio was sent")
      }
      guard !session.readsSlowly else { return .notApplicable("the client itself did not read for a while") }
      return run.seesServiceHop ? onServiceHop(session, stop) : fromClientHop(session, stop, letsThrough)
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ stop: Located<Void>) -> RuleOutcome {
    let pairs = session.flow.pairs + session.flow.retimed
    guard pairs.count >= 2 else { return .notApplicable("fewer than two results can be followed across the relay") }
    guard let burst = Self.burst(pairs, travel: session.travel), burst.first.client.at >= stop.at else { return .pass }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "results held back by the relay until the end",
        summary: sentence(
          "The service sent its results over \(seconds(burst.sent)), and the client got all \(pairs.count) of them within \(seconds(burst.got)), ",
          "after the \(Self.end(session)): the first was \(seconds(burst.first.delay)) old by then."),
        events: [burst.first.service.event, burst.first.client.event, burst.last.client.event],
        evidence: sentence(
          "first result on the service hop at \(seconds(burst.first.service.at)), on the client hop at \(seconds(burst.first.client.at)); ",
          "\(Self.end(session)) at \(seconds(stop.at))"))
    ])
  }

  /// Results that left the service one after the other and reached the client in one go, the first of them long after it was sent.
  static func burst(
    _ pairs: Series<ResultFlow.Pair>, travel: Nanoseconds
  ) -> (first: ResultFlow.Pair, last: ResultFlow.Pair, sent: Nanoseconds, got: Nanoseconds)? {
    guard let first = pairs.min(by: { $0.service.at < $1.service.at }), let last = pairs.max(by: { $0.client.at < $1.client.at }),
      let earliest = pairs.map(\.client.at).min(), let latest = pairs.map(\.service.at).max()
    else { return nil }
    let sent = latest - first.service.at
    let got = last.client.at - earliest
    guard sent > .milliseconds(500), got < .milliseconds(300), got * 4 < sent, first.delay > .milliseconds(700) + travel else { return nil }
    return (first, last, sent, got)
  }

  private func fromClientHop(_ session: SessionFacts, _ stop: Located<Void>, _ letsThrough: Bool) -> RuleOutcome {
    guard session.keepsPace, !letsThrough else {
      return .notApplicable("the audio was not sent at real time, or results came while it was, in some session")
    }
    guard let first = session.results.first, let last = session.results.last, session.results.count >= 2 else {
      return .notApplicable("fewer than two results came back")
    }
    guard session.stop != nil || session.streamedWhole else { return .notApplicable("the audio was not over when the results came") }
    // Interims are made while one speaks; two finals alone may both belong to the end.
    let early = session.results.filter { $0.value.isFinal == false }.count >= 2 || endsEarly(first.value, session)
    guard first.at >= stop.at, last.at - first.at < .milliseconds(300), early, (session.sentSeconds ?? 0) >= 2 else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "results held back by the relay until the end",
        summary: sentence(
          "All \(session.results.count) results came within \(seconds(last.at - first.at)), \(seconds(first.at - stop.at)) after the \(Self.end(session)), ",
          "though they tell of moments long before it."),
        events: [first.event, last.event, stop.event],
        evidence: "\(Self.end(session)) at \(seconds(stop.at)), first result at \(seconds(first.at)), last at \(seconds(last.at))",
        alternatives: [
          Alternative(rule: "audio-held-back", separateBy: seeServiceHop("whether the audio arrives there while it is spoken"))
        ])
    ])
  }

  /// What came last from the client.
  private static func end(_ session: SessionFacts) -> String { session.stop == nil ? "last audio" : "stop" }

  private static func letsThrough(_ session: SessionFacts) -> Bool {
    guard session.keepsPace, let last = session.client.audio.last else { return false }
    return session.results.contains { $0.at < last.at - .milliseconds(500) }
  }

  /// A final that ends more than two seconds of audio before the clip does was ready in time.
  private func endsEarly(_ result: ResultText, _ session: SessionFacts) -> Bool {
    guard let end = result.end, let sent = session.sentSeconds, session.finals.count >= 2 else { return false }
    return end < sent - 2
  }

  let examples: [RuleExample] = [
    .fires(
      "collected until the service closes", .proven,
      """
      \(Opening.bothHops(seconds: 3))
      ↓ 1.20      service ← results "tell" interim start=0 duration=1
        2.20      service ← results "tell me" interim start=0 duration=2
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      service ← close 1000
      ↓ 3.32      client  ← results "tell" interim start=0 duration=1
        3.32      client  ← results "tell me" interim start=0 duration=2
        3.33      client  ← results "tell me more" final start=0 duration=3
        3.34      client  ← close 1000
      """),
    .fires(
      "from the client hop: interims of long ago, all at once after the stop", .suspected,
      """
      \(Opening.clientHop(seconds: 3))
      ↓ 3.12      client  → text "stop"
      ↓ 3.32      client  ← results "tell" interim start=0 duration=1
        3.32      client  ← results "tell me" interim start=0 duration=2
      ↓ 3.33      client  ← results "tell me more" final start=0 duration=3
        3.34      client  ← close 1000
      """),
    .silent(
      "from the client hop: results in front of a close in mid-stream, when the client had not come to its end",
      alsoShows: ["unexpected-close"],
      """
      \(Opening.clientHop(seconds: 4, audio: 2))
        2.31      client  ← results "tell" interim start=0 duration=1
        2.31      client  ← results "tell me" interim start=0 duration=2
        2.32      client  ← close 1001
      """),
    .silent(
      "one sentence, one final, at the end",
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      service ← close 1000
        2.32      client  ← message "{'type':'final','text':'tell me more'}"
        2.33      client  ← close 1000
      """),
    .silent(
      "results as they come, 400 ms away",
      """
      \(Opening.bothHops(seconds: 3))
        1.20      service ← results "tell" interim start=0 duration=1
        1.60      client  ← results "tell" interim start=0 duration=1
        2.20      service ← results "tell me" interim start=0 duration=2
        2.60      client  ← results "tell me" interim start=0 duration=2
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.70      client  ← results "tell me more" final start=0 duration=3
        3.75      client  ← close 1000
      """),
    .silent(
      "from the client hop: two finals of one breath",
      """
      \(Opening.clientHop(seconds: 3))
        3.12      client  → text "stop"
        3.32      client  ← results "tell me" final start=0 duration=2
        3.33      client  ← results "more" final start=2 duration=1
        3.34      client  ← close 1000
      """),
  ]
}
