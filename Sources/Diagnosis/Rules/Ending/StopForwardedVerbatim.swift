internal import Speech
internal import Timeline

/// The client's stop goes on to the service as it is.
struct StopForwardedVerbatim: Rule {
  let id = "stop-forwarded-verbatim"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .missing, .altered)]
  let hypothesis: HypothesisWords? = HypothesisWords("the stop text passed on as it is", seenBy: "what the relay passes on")
  let title = "the relay passes its client's stop text on to the service, which does not know it"
  let why = """
    `stop` is a word between client and relay. The service knows `{"type":"CloseStream"}`; anything else is no end of the stream to it, and mostly an error: it \
    closes with 1008, or ignores the text and times out, and the last words are lost.
    """
  let clientView = "An error message or a close 1008 right after the stop, or no last final."
  let serviceView = "The client's stop message, word for word, as a text frame."
  let remedy = """
    Translate, do not forward:

    ```python
    while (message := await client.receive())["type"] == "websocket.receive":
        if message.get("bytes"):
            await service.send(message["bytes"])
        elif message.get("text") == "stop":
            await service.send(json.dumps({"type": "CloseStream"}))
    ```

    ```js
    const closeStream = JSON.stringify({ type: "CloseStream" });
    client.on("message", (data, isBinary) => {
      if (isBinary) service.send(data);
      else if (data.toString() === "stop") service.send(closeStream);
    });
    ```
    """
  let citation = "Deepgram live API: text messages are KeepAlive, Finalize and CloseStream, as JSON; others are not known to it."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let stop = session.stopMessage, case .text(let words) = stop.value else {
        return .notApplicable("the client's stop is no text of its own")
      }
      if run.seesServiceHop { return onServiceHop(session, stop, words) }
      guard !run.leavings.tell(session) else {
        return .notApplicable("the session of a client that had not said stop ended after the same time: unexpected-close")
      }
      return fromClientHop(session, stop, words)
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ stop: Located<HopFacts.Control?>, _ words: [UInt8]) -> RuleOutcome {
    guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
    guard let passed = service.controls.first(where: { $0.at >= stop.at && $0.value == .text(words) }) else { return .pass }
    let answer = service.close(by: .service).flatMap { $0.at >= passed.at ? $0 : nil }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "the stop text passed on as it is",
        summary: sentence(
          "The relay sent the service its client's own \(Self.quote(words))",
          answer.map {
            ", and the service closed \($0.value.code.map(String.init) ?? "without a code") \(seconds($0.at - passed.at)) later."
          } ?? "."),
        events: [stop.event, passed.event, answer?.event ?? 0],
        evidence: "\(Self.quote(words)) on the client hop at \(seconds(stop.at)), on the service hop at \(seconds(passed.at))")
    ])
  }

  private func fromClientHop(_ session: SessionFacts, _ stop: Located<HopFacts.Control?>, _ words: [UInt8]) -> RuleOutcome {
    let error = session.client.messages.first { message in
      guard message.at > stop.at, case .error = message.value.kind else { return false }
      return true
    }
    let close = session.client.close(by: .relay).flatMap { $0.at > stop.at && $0.value.code == 1008 ? $0 : nil }
    guard let shown = close.map({ Located((), event: $0.event, at: $0.at) }) ?? error.map({ Located((), event: $0.event, at: $0.at) }),
      shown.at - stop.at < .seconds(3), !session.drain.isDrained
    else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the stop text passed on as it is",
        summary: sentence(
          "\(seconds(shown.at - stop.at)) after \(Self.quote(words)) came ",
          close == nil ? "an error message" : "a close 1008 (policy violation)",
          close?.value.reason.isEmpty == false ? " \"\(close?.value.reason.prefix(60) ?? "")\"" : "",
          ": that is what the service says to a text that it does not know."),
        events: [stop.event, shown.event, error?.event ?? 0], evidence: "stop at \(seconds(stop.at)), the answer at \(seconds(shown.at))",
        alternatives: [
          Alternative(
            rule: "stop-not-understood",
            separateBy:
              .first(
                .play(scenario: "alternative-stop", tries: "the service's own CloseStream does no harm where it is passed on"),
                or: seeServiceHop("what the relay passes on"))
          )
        ])
    ])
  }

  private static func quote(_ words: [UInt8]) -> String { "\"\(VisibleText.quote(words, limit: 40))\"" }

  let examples: [RuleExample] = [
    .fires(
      "a relay that forwards whatever comes", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
      ↓ 2.13      service → text "stop"
      ↓ 2.20      service ← close 1008 "Unknown text message"
        2.21      client  ← close 1008 "Unknown text message"
      """),
    .fires(
      "from the client hop: 1008 at once", .suspected,
      """
      \(Opening.clientHop())
        1.20      client  ← results "tell me" interim start=0 duration=1
      ↓ 2.12      client  → text "stop"
      ↓ 2.21      client  ← close 1008 "Unknown text message"
      """),
    .silent(
      "from the client hop: left after a time for a text that was none of the client's, one behind its stop",
      alsoShows: ["unexpected-close"],
      """
      \(Opening.clientHop("two-utterances", seconds: 4, audio: 2))
        1.20      client  ← results "tell me" interim start=0 duration=1
      ↓ 2.21      client  ← close 1008 "Unknown text message"
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.10 client  → audio 2.0s
        11.20       client  ← results "tell me" interim start=0 duration=1
        12.12       client  → text "stop"
        12.21       client  ← close 1008 "Unknown text message"
      """),
    .silent(
      "translated", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service ← close 1000
        2.21      client  ← close 1000
      """),
    .silent(
      "a client that speaks the service's own words may be passed on", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops(options: "stop=\"{CloseStream}\""))
        2.12      client  → CloseStream
        2.13      service → CloseStream
        2.20      service ← close 1000
        2.21      client  ← close 1000
      """),
  ]
}
