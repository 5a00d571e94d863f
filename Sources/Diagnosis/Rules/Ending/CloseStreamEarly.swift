internal import Speech
internal import Timeline

/// The end of the audio is signalled while the client is still sending it.
struct CloseStreamEarly: Rule {
  let id = "close-stream-early"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .early)]
  let isToldByOutput = true
  let hypothesis: HypothesisWords? = HypothesisWords(
    "CloseStream sent in the middle of the audio", seenBy: "whether CloseStream is sent before the stop")
  let title = "the relay tells the service that the audio is over while its client is still speaking"
  let why = """
    CloseStream ends the stream for good: the service answers what it has heard, sends Metadata and closes with 1000, as it must. A relay that sends it for a \
    pause, for a timer, for a limit of length, or for a text message that is not the agreed stop, cuts its client off in mid-sentence; and since every close is \
    a clean one, no log says why.
    """
  let clientView = """
    Everything works, and then Metadata and close 1000 come in the middle of the audio. An empty binary message on the service hop (empty-audio-frame) looks \
    the same from here.
    """
  let serviceView = "CloseStream from the relay before its client's stop, and Metadata and close 1000 right behind it."
  let remedy = """
    Send CloseStream for the client's stop and for its leaving, and for nothing else; where only the end of a sentence is meant, Finalize:

    ```python
    if message == "stop":
        await service.send(json.dumps({"type": "CloseStream"}))
    # at a pause, or on a timer: {"type": "Finalize"}; the stream goes on
    ```

    ```js
    const say = (type) => service.send(JSON.stringify({ type }));
    if (!isBinary && data.toString() === "stop") say("CloseStream");
    // at a pause, or on a timer: say("Finalize")
    ```
    """
  let citation =
    "Deepgram live API: CloseStream brings the remaining Results, Metadata and close 1000; Finalize flushes and keeps the stream open."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else {
      return .notApplicable("only the service hop tells CloseStream from an empty binary message: empty-audio-frame speaks for both")
    }
    return .over(run.sessions, check)
  }

  private func check(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, !session.client.audio.isEmpty else {
      return .notApplicable("the service hop was not open")
    }
    // In the middle of the audio an empty message is a finding of its own.
    guard let end = service.endOfStream(), end.value == .closeStream || service.audio.allSatisfy({ $0.event > end.event }) else {
      return .pass
    }
    guard !service.audio.isEmpty || service.controls.count(where: { $0.value == .empty }) < 2 else {
      return .notApplicable("every binary message is empty: audio-not-forwarded")
    }
    guard let next = session.client.audio.first(where: { $0.event > end.event }), session.clientLeft.map({ $0 > end.at }) ?? true else {
      return .pass
    }
    guard session.client.endOfStream(before: end.event) == nil else {
      return .notApplicable("the client itself had said that its audio is over")
    }
    guard !session.readsSlowly else { return .notApplicable("the client was not reading: when the relay left it, it cannot tell") }
    // One stream for each sentence is a way to do it, too.
    let others = session.services.filter { $0.connection != service.connection }
    guard !others.contains(where: { $0.audio.contains { $0.event > end.event } }) else {
      return .notApplicable("the relay goes on with the audio on another connection")
    }
    guard let answer = service.serviceGoodbye, session.relayEnded.map({ $0.event > answer.event }) ?? true else {
      return .notApplicable("the relay left both sides at once, or the service never answered: what ended the session is another matter")
    }
    guard session.relayEnded?.value != nil || session.relayEnded == nil || session.client.messages.contains(where: { $0.at > end.at })
    else {
      return .notApplicable(
        "the client's connection broke, and the relay said nothing to it since: it had lost its client, and ended the stream for that")
    }
    guard session.unansweredClose == nil || session.client.messages.contains(where: { $0.at > end.at }) else {
      return .notApplicable(
        "nothing of the relay's reached the client any more, not even an answer to its Close: the relay may have lost it")
    }
    let word = session.client.controls.last { $0.event < end.event && end.at - $0.at < .seconds(1) }
    let what = end.value == .closeStream ? "CloseStream" : "an empty binary message"
    let isFirst = service.audio.allSatisfy { $0.event > end.event }
    return .findings([
      finding(
        session, .proven, party: .relay,
        cause: isFirst
          ? "the relay ends the stream before any audio, with \(what)" : "\(what) sent by the relay in the middle of the audio",
        summary: sentence(
          isFirst
            ? "The relay told the service with \(what) that the audio is over, before any audio of its client's had gone there; "
            : "The relay told the service after \(decimal((session.sentSeconds ?? 0) - session.audioSecondsSent(after: end.at), 1)) of "
              + "\(decimal(session.info.audio?.seconds ?? 0, 1)) s of audio that it is over; ",
          "its client had sent no stop, and went on. ",
          word.map { "Right before it the client had sent \(Self.quote($0.value)), which is not the agreed stop. " } ?? "",
          "The service answered what it had heard and closed, as it must."),
        events: [word?.event ?? 0, end.event, next.event, answer.event, session.relayEnded?.event ?? 0],
        evidence: sentence(
          "\(what) at \(seconds(end.at)), the client's next audio at \(seconds(next.at)), ",
          "the service's goodbye at \(seconds(answer.at))"))
    ])
  }

  private static func quote(_ control: HopFacts.Control) -> String {
    switch control {
    case .text(let bytes): "\"\(VisibleText.quote(bytes, limit: 60))\""
    case .finalize: "Finalize"
    default: "KeepAlive"
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "after a second of four", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.15      service → CloseStream
      ↓ 1.20-1.50 client  → audio 0.3s from=1
        1.40      service ← metadata duration=1.0 sha256=abc
      ↓ 1.41      service ← close 1000
        1.42      client  ← metadata duration=1.0 sha256=abc
      ↓ 1.43      client  ← close 1000
      """),
    .fires(
      "for a text that is not the stop", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
      ↓ 1.14      client  → text "hello"
      ↓ 1.15      service → CloseStream
      ↓ 1.20-4.10 client  → audio 2.9s from=1
      ↓ 1.41      service ← close 1000
        4.12      client  → text "stop"
      """),
    .fires(
      "behind a Finalize, which keeps the stream open", .proven,
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.14      service → Finalize
      ↓ 1.15      service → CloseStream
      ↓ 1.20-1.50 client  → audio 0.3s from=1
      ↓ 1.41      service ← close 1000
      ↓ 1.43      client  ← close 1000
      """),
    .silent(
      "with the stop", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← close 1000
        2.31      client  ← close 1000
      """),
    .silent(
      "the client has left", alsoShows: ["close-stream-missing"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.20      client  → close 1001
        1.21      service → CloseStream
        1.40      service ← close 1000
      """),
    .silent(
      "one stream for each sentence", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops(seconds: 2, audio: 1))
        1.15      service → CloseStream
        1.20      service ← close 1000
        1.21      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.22      service ← 101
        1.25-2.25 client  → audio 1.0s from=1
        1.26-2.26 service → audio 1.0s from=1
        2.30      client  → text "stop"
        2.31      service → CloseStream
        2.40      service ← close 1000
        2.41      client  ← close 1000
      """),
    .silent(
      "the client's own empty message, translated", alsoShows: ["empty-audio-frame"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.14      client  → empty
        1.15      service → CloseStream
        1.20-1.50 client  → audio 0.3s from=1
        1.41      service ← close 1000
        1.43      client  ← close 1000
      """),
    .silent(
      "a relay that gives up on both sides", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.15      service → CloseStream
        1.16      client  ← close 1011 "internal error"
        1.20-1.30 client  → audio 0.1s from=1
        1.41      service ← close 1000
      """),
  ]
}
