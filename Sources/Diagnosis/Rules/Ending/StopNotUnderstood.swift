internal import Speech
internal import Timeline

/// The relay does not know this stop message, and knows another.
struct StopNotUnderstood: Rule {
  let id = "stop-not-understood"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .missing)]
  let isExperiment = true
  let hypothesis: HypothesisWords? = HypothesisWords("relay does not understand the stop", seenBy: "whether anything follows the stop")
  let title = "the relay ignores the agreed stop message; another one works"
  let why = """
    Client and relay do not agree on how a client says that it is done: `stop`, `{"type":"CloseStream"}`, `{"type":"stop"}`, an empty message, a Close. The relay \
    knows how to end a stream, as the other message shows; it does not recognise this one.
    """
  let clientView = """
    As if the stop had never been said: no last final, no Metadata. With another stop message (`alternative-stop`) the session ends \
    well.
    """
  let serviceView = "Nothing follows the client's stop; after another stop message CloseStream comes."
  let remedy = """
    Make relay and client agree. In the relay, take the words that clients really send:

    ```python
    def is_stop(text: str) -> bool:
        if text.strip() == "stop":
            return True
        try:
            return json.loads(text).get("type") in ("CloseStream", "stop")
        except (ValueError, AttributeError):
            return False
    ```

    ```js
    function isStop(text) {
      if (text.trim() === "stop") return true;
      try {
        return ["CloseStream", "stop"].includes(JSON.parse(text)?.type);
      } catch {
        return false;
      }
    }
    ```

    Or tell sttcheck the message that this relay knows: `stop: { type: CloseStream }` in the profile.
    """
  let citation = "The stop message is an agreement between client and relay; the service knows only CloseStream."

  func check(_ run: RunFacts) -> RuleOutcome {
    let stopped = run.sessions.filter { $0.client.isOpen && $0.stop != nil && !$0.client.audio.isEmpty && !$0.interrupted }
    guard Set(stopped.map { Self.text($0) }).count > 1 else { return .notApplicable("every session said stop in the same words") }
    let heard = stopped.filter { isHeard($0, run.seesServiceHop) == true }
    let findings: [Finding] = stopped.compactMap { session in
      guard isHeard(session, run.seesServiceHop) == false, let stop = session.stop else { return nil }
      guard let other = heard.first(where: { Self.text($0) != Self.text(session) }) else { return nil }
      // One that works somewhere is understood; then something else is wrong here.
      guard !heard.contains(where: { Self.text($0) == Self.text(session) }) else { return nil }
      // Who says something else than was agreed on, and not because its scenario tries that, is not understood for a good reason.
      guard session.saidWhatWasAgreed || session.info.provokes.contains(id) else { return ofTheClients(session, stop, other) }
      return finding(
        session, run.seesServiceHop ? .proven : .inferred, party: .relay, cause: "the stop message \(Self.text(session)) is not understood",
        summary: sentence(
          "After \(Self.text(session)) nothing ended the stream within \(seconds(session.listenedUntil - stop.at)); ",
          "in session \(other.info.number) (\(other.info.scenario)) \(Self.text(other)) did at once."),
        events: [stop.event, session.expiredWait?.event ?? session.relayEnded?.event ?? 0],
        evidence: "stop at \(seconds(stop.at)) in \(session.info.scenario), and no end of the stream after it",
        remedy: remedy.replacing("`stop: { type: CloseStream }`", with: session.anotherStop))
    }
    if !findings.isEmpty { return .findings(findings) }
    return heard.isEmpty ? .inconclusive("no stop message was seen to work") : .pass
  }

  private func ofTheClients(_ session: SessionFacts, _ stop: Located<Void>, _ other: SessionFacts) -> Finding {
    finding(
      session, .proven, party: .client, cause: "the client says stop in other words: \(Self.text(session))",
      summary: sentence(
        "The client's stop here was \(Self.text(session)), which is not what was agreed on, and nothing ended the stream; ",
        "in session \(other.info.number) (\(other.info.scenario)) \(Self.text(other)) did at once."),
      events: [stop.event], evidence: "stop at \(seconds(stop.at)) in \(session.info.scenario)",
      remedy: "In the client, send the one stop message that client and relay have agreed on, always in the same words.")
  }

  /// Whether the relay ended the stream on this stop; nil where that can't be told.
  private func isHeard(_ session: SessionFacts, _ seesServiceHop: Bool) -> Bool? {
    guard let stop = session.stop else { return nil }
    if let ended = session.relayEnded, ended.at < stop.at { return nil }
    if seesServiceHop {
      guard let service = session.service, !service.audio.isEmpty, service.isOpen else { return nil }
      let left = session.clientLeft ?? .max
      // Behind a client that has left, it may be the leaving that ended the stream.
      if let end = session.endOnStop { return end.at < left ? true : nil }
      // Passed on word for word, it was heard, and wrongly answered.
      guard !service.controls.contains(where: { $0.at >= stop.at && $0.at < left && $0.value != .keepAlive }) else { return nil }
      return session.lastEventAt - stop.at > .seconds(2) ? false : nil
    }
    if let metadata = session.metadata, metadata.at > stop.at {
      return metadata.value.sha256 != "incomplete" && metadata.at - stop.at < .seconds(8)
    }
    if let ended = session.relayEnded, ended.at - stop.at < .seconds(8), session.finals.contains(where: { $0.at > stop.at }) { return true }
    let gaveUp = session.client.idleClose(by: .relay) != nil || session.expiredWait != nil
    return gaveUp && !session.finals.contains { $0.at > stop.at } ? false : nil
  }

  private static func text(_ session: SessionFacts) -> String {
    switch session.stopMessage?.value {
    case .closeStream: #"{"type":"CloseStream"}"#
    case .finalize: #"{"type":"Finalize"}"#
    case .keepAlive: #"{"type":"KeepAlive"}"#
    case .empty: "an empty binary message"
    case .text(let bytes): "\"\(String(decoding: bytes.prefix(60), as: UTF8.self))\""
    case nil: "a Close frame"
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "stop is ignored, CloseStream works", .proven,
      """
      \(Opening.bothHops())
      ↓ 2.12      client  → text "stop"
      ↓ 14.2      note wait-expired "closed within 12 s"
      session alternative-stop provokes=stop-not-understood audio=linear16/16000/1 seconds=2 stop="{CloseStream}"
        20.0      client  → GET /listen
        20.1      client  ← 101
        20.1      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.1      service ← 101
        20.1-22.1 client  → audio 2.0s
        20.2-22.2 service → audio 2.0s
        22.2      client  → CloseStream
        22.3      service → CloseStream
        22.5      service ← close 1000
        22.5      client  ← close 1000
      """),
    .fires(
      "a relay that cuts chunks anew sends its last rest when the client has left", .proven,
      """
      \(Opening.bothHops())
      ↓ 2.12      client  → text "stop"
      ↓ 14.2      note wait-expired "closed within 12 s"
        14.2      client  → close 1000
        14.3      service → audio 0.005s
        14.3      service → CloseStream
        14.5      service ← close 1000
      session alternative-stop audio=linear16/16000/1 seconds=2 stop="{CloseStream}"
        20.0      client  → GET /listen
        20.1      client  ← 101
        20.1      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        20.1      service ← 101
        20.1-22.1 client  → audio 2.0s
        20.2-22.2 service → audio 2.0s
        22.2      client  → CloseStream
        22.3      service → CloseStream
        22.5      service ← close 1000
        22.5      client  ← close 1000
      """),
    .fires(
      "the same from the client hop", .inferred,
      """
      \(Opening.clientHop())
      ↓ 2.12      client  → text "stop"
      ↓ 14.2      note wait-expired "closed within 12 s"
      session alternative-stop provokes=stop-not-understood audio=linear16/16000/1 seconds=2 stop="{CloseStream}"
        20.0      client  → GET /listen
        20.1      client  ← 101
        20.1-22.1 client  → audio 2.0s
        22.2      client  → CloseStream
        22.4      client  ← results "tell me more" final start=0 duration=2
        22.5      client  ← metadata duration=2.0 sha256=abc
        22.5      client  ← close 1000
      """),
    .silent(
      "both work", alsoShows: ["audio-undecodable"],
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.40      client  ← metadata duration=2.0 sha256=abc
        2.50      client  ← close 1000
      session alternative-stop audio=linear16/16000/1 seconds=2 stop="{CloseStream}"
        20.0      client  → GET /listen
        20.1      client  ← 101
        20.1-22.1 client  → audio 2.0s
        22.2      client  → CloseStream
        22.5      client  ← metadata duration=2.0 sha256=abc
        22.5      client  ← close 1000
      """),
    .silent(
      "neither works: then it is not the words", alsoShows: ["no-messages"],
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      session alternative-stop audio=linear16/16000/1 seconds=2 stop="{CloseStream}"
        20.0      client  → GET /listen
        20.1      client  ← 101
        20.1-22.1 client  → audio 2.0s
        22.2      client  → CloseStream
        34.2      note wait-expired "closed within 12 s"
      """),
  ]
}
