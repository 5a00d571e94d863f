internal import Speech
internal import Timeline

/// Results came, none of them final, and no rule can say why.
struct NoFinal: Rule {
  let id = "no-final"
  let group = RuleGroup.lastResort
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .missing), .of(.heard, .missing)]
  let isSymptom = true
  let question: ChecklistItem.Question? = .endSignalled
  let namesACause = false
  let title = "results came back and none of them is final"
  let why =
    "Interim results may still change; without a final the words are never settled. Stands alone only where no cause could be found."
  let clientView = "Results came, and none of them is final."
  let serviceView = "Where it is seen, the service sent no final either, or nothing explains where it was lost."
  let remedy = """
    Check that the end of the audio is passed on (CloseStream) and that the relay goes on reading after it. With the other side visible the cause can be named:

    ```sh
    sttcheck run --relay URL --service-listen 127.0.0.1:9090     # and point the relay's service URL at ws://127.0.0.1:9090
    ```
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The relay did its part: the service itself sent no final before its Metadata. Check `model`, `language` and `endpointing` in the relay's query, and the \
    service's status page; have the client take the last interim for final where the session ends without one.
    """
  ]
  let citation = "Deepgram live API: only results with is_final are settled."

  func check(_ run: RunFacts) -> RuleOutcome {
    let serviceFallsSilent = run.serviceFallsSilent
    return .over(run.sessions) { session in
      guard let stop = session.stop, !session.results.isEmpty else {
        if run.seesServiceHop, case .findings(let found) = unsettled(session) { return .findings(found) }
        if serviceFallsSilent, let silence = session.lastingSilence { return .findings([bySilentService(session, silence)]) }
        return .notApplicable("no stop was sent, or nothing came back")
      }
      if run.seesServiceHop, let silence = session.fallsSilent {
        return .findings([bySilentService(session, silence)])
      }
      guard session.tellsFinality else { return .notApplicable("the relay's messages have no word for final") }
      guard session.finals.isEmpty, session.hasWords else { return run.seesServiceHop ? unsettled(session) : .pass }
      guard session.serviceLeaving == nil, session.serviceBreakingOff == nil else {
        return .notApplicable("the service left before it was through: unexpected-close")
      }
      guard !run.leavings.tell(session) else { return .notApplicable("the relay leaves after a time, in mid-stream too: unexpected-close") }
      if let last = session.service?.audio.last, let left = session.clientLeft, last.at > left {
        return .notApplicable("the relay was still sending audio when the client gave up")
      }
      let listened = (session.relayEnded?.at ?? session.listenedUntil) - stop.at
      guard listened > .seconds(2) || session.relayEnded != nil else {
        // How long the client listened says nothing of what the service settled.
        if run.seesServiceHop, case .findings(let found) = unsettled(session) { return .findings(found) }
        return .inconclusive("the client did not listen long enough")
      }
      if run.seesServiceHop, session.services.contains(where: { $0.messages.contains { $0.value.fault != nil } }) {
        return .inconclusive("the service's messages can't all be read: what it said as final can't be told")
      }
      if let service = session.service, run.seesServiceHop, service.finals.isEmpty, let metadata = service.metadata,
        metadata.value.sha256 != "incomplete"
      {
        return .findings([
          finding(
            session, .proven, party: .service, cause: "the service sends no final",
            summary: sentence(
              "The service sent \(count(service.results.count, "interim result")) and Metadata, which it sends last, and no final: ",
              "there was none that the relay could have passed on."),
            events: [stop.event, metadata.event], evidence: "Metadata on the service hop at \(seconds(metadata.at)), no final before it")
        ])
      }
      return .findings([
        finding(
          session, .suspected, party: .relay, cause: "no cause found from \(run.seesServiceHop ? "both hops" : "the client hop")",
          summary:
            "\(count(session.results.count, "interim result")) came and no final. \(session.ruledOut(seesServiceHop: run.seesServiceHop))",
          events: [stop.event, session.results.last?.event ?? 0],
          evidence: "stop at \(seconds(stop.at)), no final in the \(seconds(listened)) after it",
          remedy: run.seesServiceHop
            ? "Both hops are in the recording: `sttcheck frames RECORDING` shows what reached the relay and what left it." : nil,
          alternatives: [
            Alternative(rule: "close-stream-missing", separateBy: seeServiceHop("whether CloseStream is sent")),
            Alternative(rule: "results-dropped", separateBy: seeServiceHop("whether a final reached the relay")),
          ])
      ])
    }
  }

  /// Some words of the service's that no final of its own settles, beside others that one does.
  private func unsettled(_ session: SessionFacts) -> RuleOutcome {
    for service in session.services {
      guard let open = ServiceMessages(session, service).unsettled else { continue }
      return .findings([
        finding(
          session, .proven, party: .service, cause: "the service settles some words by no final",
          summary: "\(open.text.prefix(1).uppercased())\(open.text.dropFirst()): there was none that the relay could have passed on.",
          events: open.events, evidence: open.text)
      ])
    }
    return .pass
  }

  /// The service owes results, Metadata and a Close to whoever ends the stream.
  private func bySilentService(_ session: SessionFacts, _ silence: SessionFacts.ServiceSilence) -> Finding {
    let unanswered = session.service?.audio.filter { $0.at > silence.last.at }.reduce(0) { $0 + $1.bytes } ?? 0
    let rate = session.arrivingBytesPerSecond.map(Double.init)
    return finding(
      session, .proven, party: .service, cause: "the service is silent from \(seconds(silence.last.at)) on",
      summary: sentence(
        "The service's last sign of life is at \(seconds(silence.last.at)). After it it took ",
        rate.map { "\(decimal(Double(unanswered) / max(1, $0), 1)) s of audio" } ?? "\(unanswered) bytes of audio",
        " and the end of the stream, and in the \(seconds(silence.length)) after that it sent no result, no Metadata and no Close; its connection stayed open. ",
        session.relayEnded == nil ? "The relay did not notice, and its client waited in vain." : "The relay gave up."),
      events: [silence.last.event, silence.end.event, session.relayEnded?.event ?? session.expiredWait?.event ?? 0],
      evidence: "service hop: last message at \(seconds(silence.last.at)), end of the audio at \(seconds(silence.end.at)), nothing after it"
    )
  }

  let examples: [RuleExample] = [
    .fires(
      "interims only", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.00      client  ← results "tell me" interim
      ↓ 2.12      client  → text "stop"
        6.00      client  ← close 1000
      """),
    .fires(
      "the service sends none", .proven,
      """
      \(Opening.bothHops())
        1.00      service ← results "tell me" interim
        1.01      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← metadata duration=2.0 sha256=abc
        2.31      service ← close 1000
        2.32      client  ← close 1000
      """),
    .fires(
      "the service falls silent in mid-stream, and in another session it never says a word: one cause", .proven,
      """
      \(Opening.bothHops())
      ↓ 1.00      service ← results "tell me" interim
        1.01      client  ← results "tell me" interim
        2.12      client  → text "stop"
      ↓ 2.13      service → CloseStream
        14.2      note wait-expired "closed within 12 s"
      session again audio=linear16/16000/1 seconds=2 stop="stop"
        20.00       client  → GET /listen
        20.01       client  ← 101
        20.01       service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 20.03       service ← 101
        20.10-22.10 client  → audio 2.0s
        20.10-22.10 service → audio 2.0s
        22.12       client  → text "stop"
      ↓ 22.13       service → CloseStream
        34.2        note wait-expired "closed within 12 s"
      """),
    .fires(
      "the service settles nothing, and the client never says stop", .proven,
      """
      \(Opening.bothHops())
      ↓ 1.00      service ← results "tell me" interim
        1.01      client  ← results "tell me" interim
        2.50      client  → close 1000
        2.51      service → CloseStream
        2.60      service ← metadata duration=2.0 sha256=abc
        2.61      service ← close 1000
      """),
    .silent(
      "a shape without a word for final",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.00      client  ← message "{'transcript':'tell me'}"
        2.12      client  → text "stop"
        6.00      client  ← close 1000
      """),
    .silent(
      "the relay is still sending audio when the client gives up", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-16.1 service → audio 2.0s
        1.50      service ← results "tell me" interim
        1.52      client  ← results "tell me" interim
        2.12      client  → text "stop"
        14.3      client  → close 1000
      """),
    .silent(
      "the service settles the words, and tells another time for them", alsoShows: ["unexplained"],
      """
      \(Opening.bothHops(seconds: 4))
        1.20      service ← results "tell me" interim start=0 duration=1
        1.21      client  ← results "tell me" interim start=0 duration=1
        2.20      service ← results "tell me more" final start=2.5 duration=1.9
        2.21      client  ← results "tell me more" final start=2.5 duration=1.9
        4.12      client  → text "stop"
        4.13      service → CloseStream
        4.30      service ← results "about it" final start=2 duration=2
        4.31      client  ← results "about it" final start=2 duration=2
        4.32      service ← metadata duration=4.0 sha256=abc
        4.32      service ← close 1000
        4.33      client  ← close 1000
      """),
  ]
}
