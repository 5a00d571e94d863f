internal import Speech
internal import Timeline

/// Finals in the wrong order.
struct ResultsReordered: Rule {
  let id = "results-reordered"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .moved)]
  let title = "final results reach the client in the wrong order"
  let why = """
    The service sends finals in the order in which they were spoken. A relay that starts a task for each message lets them overtake each other, and the client's \
    text is scrambled.
    """
  let clientView = "Start times of finals go back."
  let serviceView = "The same finals in the order of their start times."
  let remedy = """
    Forward in one loop, one message after the other; do not start a task per message:

    ```python
    async for message in service:
        await client.send_text(message)       # not asyncio.create_task(client.send_text(message))
    ```

    ```js
    service.on("message", (data) => client.send(data.toString()));   // not async: no await before the send
    ```
    """
  let citation =
    "Deepgram live API: start times of finals grow within a channel; RFC 6455 §5.4 keeps the order of messages on a connection."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      let moved = run.resultEntries(session).filter { $0.manner == .moved }
      return finals(session, run).or(moved.map { finding(session, of: $0, cause: "\($0.amount.unit)s out of order") })
        .or(run.seesServiceHop ? [] : disorder(session))
    }
  }

  /// Finals and interims that overtook each other, as the client hop shows it.
  private func disorder(_ session: SessionFacts) -> [Finding] {
    guard let broken = BrokenPromise.firstOfOrder(in: session) else { return [] }
    return [
      finding(
        session, .suspected, party: .relay, cause: "results out of order",
        summary: "What came back is out of order: \(broken.text). The service settles one stretch of audio before it goes on to the next.",
        events: [broken.against ?? 0, broken.event], evidence: "\(broken.text), at \(seconds(broken.at))",
        alternatives: [
          Alternative(rule: "results-altered", separateBy: seeServiceHop("the results as the service sent them")),
          .crossed, .byTheService,
        ])
    ]
  }

  private func finals(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    let timed = session.finals.filter { $0.value.start != nil }
    guard timed.count >= 2 else { return .notApplicable("fewer than two finals with times came back") }
    guard let step = Self.stepBack(timed) else { return .pass }
    if let service = session.service {
      guard Self.stepBack(service.finals) == nil else { return .notApplicable("they came from the service in this order") }
      guard session.services.count < 2 else {
        return .inconclusive("the relay has more than one service connection, each with times of its own")
      }
    } else if (step.after.value.start ?? 0) < 0.5, step.after.value.requestID == nil {
      return .inconclusive("the times begin anew: the relay may have dialled the service again")
    }
    let others = step.after.value.requestID == nil && session.service == nil && run.goesOnBesideOthers(session)
    return .findings([
      finding(
        session, others || !run.seesServiceHop ? .suspected : .proven, party: .relay, cause: "finals out of order",
        summary: sentence(
          "A final that begins at \(decimal(step.after.value.start ?? 0, 2)) s came after one that begins at ",
          "\(decimal(step.before.value.start ?? 0, 2)) s", session.service == nil ? "." : "; on the service hop they came in order."),
        events: [step.before.event, step.after.event],
        evidence:
          "at \(seconds(step.before.at)) \"\(step.before.value.text.prefix(30))\", at \(seconds(step.after.at)) \"\(step.after.value.text.prefix(30))\"",
        alternatives: others
          ? [
            Alternative(
              rule: "results-crossed",
              separateBy: .look("play the sessions one after the other (`--jobs 1`), each with a clip of its own"))
          ]
          : run.seesServiceHop ? [] : [.byTheService])
    ])
  }

  /// The first final that begins before one that came earlier, within a channel and a request; repeats are another matter.
  private static func stepBack(_ finals: Series<Located<ResultText>>) -> (before: Located<ResultText>, after: Located<ResultText>)? {
    let again = Set(ResultsDuplicated.repeats(finals).map(\.again.event))
    var latest: [Int: Located<ResultText>] = [:]
    for final in finals where !again.contains(final.event) {
      let channel = final.value.channel ?? 0
      if let before = latest[channel], let start = final.value.start, let last = before.value.start,
        before.value.requestID == final.value.requestID
      {
        if start < last - 0.01 { return (before, final) }
      }
      latest[channel] = final
    }
    return nil
  }

  let examples: [RuleExample] = [
    .fires(
      "the second overtakes the first", .proven,
      """
      \(Opening.bothHops(seconds: 5))
        2.50      service ← results "tell me more" final start=0 duration=2
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← results "and this too" final start=3 duration=2
      ↓ 5.31      client  ← results "and this too" final start=3 duration=2
      ↓ 5.32      client  ← results "tell me more" final start=0 duration=2
        5.33      service ← close 1000
        5.34      client  ← close 1000
      """),
    .fires(
      "from the client hop", .suspected,
      """
      \(Opening.clientHop(seconds: 8))
        2.50      client  ← results "one" final start=0 duration=2
      ↓ 6.50      client  ← results "three" final start=4 duration=2
      ↓ 6.51      client  ← results "two" final start=2 duration=2
        8.12      client  → text "stop"
        8.33      client  ← close 1000
      """),
    .fires(
      "an interim behind the final of the same words", .suspected,
      """
      \(Opening.clientHop(seconds: 5))
        2.50      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.60      client  ← results "tell" interim start=0 duration=1
        5.12      client  → text "stop"
        5.31      client  ← results "and this too" final start=3 duration=2
        5.33      client  ← close 1000
      """),
    .silent(
      "two channels, each in order",
      """
      \(Opening.clientHop(seconds: 5))
        2.50      client  ← results "tell me more" final start=1 duration=2 channel=0
        2.60      client  ← results "yes" final start=0 duration=1 channel=1
        5.12      client  → text "stop"
        5.33      client  ← close 1000
      """),
    .silent(
      "times that begin anew: perhaps a new service connection",
      """
      \(Opening.clientHop(seconds: 5))
        2.50      client  ← results "tell me more" final start=2 duration=2
        4.60      client  ← results "yes" final start=0 duration=1
        5.12      client  → text "stop"
        5.33      client  ← close 1000
      """),
  ]
}
