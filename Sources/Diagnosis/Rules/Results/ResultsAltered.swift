internal import Speech
internal import Timeline

/// Text or times changed on the way.
struct ResultsAltered: Rule {
  let id = "results-altered"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .altered, .extra)]
  let hypothesis: HypothesisWords? = HypothesisWords("results changed by the relay", seenBy: "the text of the results there")
  let title = "the relay changes what the service said"
  let why = """
    The words or the times that reach the client are not the service's: text decoded with the wrong charset, cut to a length, upper-cased by a template, offsets \
    added twice. Another shape is fine, other words are not.
    """
  let clientView = """
    The transcript is not what the clip says, or words lie beyond the end of the audio; from here alone it looks like a poor \
    recognition.
    """
  let serviceView = "The service's text or times for the same segment are others than the client's."
  let remedy = """
    Pass the text on as it came; where a shape of your own is wanted, copy the fields and leave them alone:

    ```python
    data = json.loads(message)                       # UTF-8, as the service sends it
    best = data["channel"]["alternatives"][0]
    kind = "final" if data["is_final"] else "partial"
    await client.send_text(json.dumps({"type": kind, "text": best["transcript"]}))
    ```

    ```js
    const data = JSON.parse(message);
    const text = data.channel.alternatives[0].transcript;        // as it is
    const type = data.is_final ? "final" : "partial";
    client.send(JSON.stringify({ type, text }));
    ```
    """
  let citation = "Deepgram live API: transcript, words, start and duration of a Results message; times are on the audio clock."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard run.seesServiceHop else { return fromClientHop(session).or(contradiction(session)) }
      let entries = run.resultEntries(session)
      let other = entries.filter { ($0.manner == .altered || $0.manner == .extra) && $0.severity != .notice }
      return onServiceHop(session).or(
        other.map {
          finding(
            session, of: $0,
            cause: $0.manner == .extra ? "\($0.amount.unit) that the service did not send" : "\($0.amount.unit) changed by the relay")
        })
    }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, !service.results.isEmpty else { return .notApplicable("the service sent no results") }
    guard !session.results.isEmpty else { return .notApplicable("no result came back") }
    // Each connection counts its times from its own beginning; whoever dials again has to shift them.
    guard session.services.count(where: { !$0.results.isEmpty }) < 2 else {
      guard let restart = session.restartedTimes else {
        return .notApplicable("the relay used several connections to the service, each with times of its own, and shifted them")
      }
      return .findings([unshifted(session, restart)])
    }
    guard session.foreignMessages.isEmpty else {
      return .notApplicable("messages of another request reached the client: whose they are, results-crossed asks")
    }
    if let flags = reflagged(session) { return .findings([flags]) }
    if let (sent, got) = otherText(session) { return .findings([changed(session, sent, got, what: "the words")]) }
    let own = session.flow.retimed.isEmpty ? [] : session.client.eventsInServiceShape
    let retimed = session.flow.retimed.first { own.contains($0.client.event) && !$0.client.value.text.isEmpty }
    if let retimed { return .findings([changed(session, retimed.service, retimed.client, what: "the times")]) }
    return foreignWords(session, service)
  }

  /// Flags that say something else than the service's; in a relay's own shape a final that its speaker goes on after may count as interim.
  private func reflagged(_ session: SessionFacts) -> Finding? {
    let own = session.flow.reflagged.isEmpty ? [] : session.client.eventsInServiceShape
    let changed = session.flow.reflagged.filter { pair in
      guard !own.contains(pair.client.event) else { return true }
      return pair.service.value.isFinal == false || pair.service.value.speechFinal == true
    }
    guard let first = changed.first(where: { $0.service.value.isFinal != $0.client.value.isFinal }) ?? changed.first else { return nil }
    let finals = changed.filter { $0.service.value.isFinal != $0.client.value.isFinal }
    let name = finals.isEmpty ? "speech_final" : "is_final"
    return finding(
      session, .proven, party: .relay, cause: "\(name) changed by the relay",
      summary: sentence(
        "\(count(changed.count, "result")) reached the client with other flags than the service gave them: of ",
        "\"\(VisibleText.quote(Array(first.service.value.text.utf8), limit: 60))\" the service said \(Self.flags(first.service.value)), the client got ",
        "\(Self.flags(first.client.value)). A client that stores what is final stores \(first.client.value.isFinal == true ? "guesses" : "nothing") so."
      ),
      events: [first.service.event, first.client.event],
      evidence: "on the service hop at \(seconds(first.service.at)), on the client hop at \(seconds(first.client.at))")
  }

  private static func flags(_ result: ResultText) -> String {
    let parts = [result.isFinal.map { "is_final \($0)" }, result.speechFinal.map { "speech_final \($0)" }]
    return list(parts.compactMap { $0 })
  }

  private func unshifted(_ session: SessionFacts, _ restart: SessionFacts.RestartedTimes) -> Finding {
    finding(
      session, .proven, party: .relay, cause: "the times of a second connection are not shifted",
      summary: sentence(
        "The relay dialled the service a second time after \(decimal(restart.before, 1)) s of audio, and that connection counts from 0 again: ",
        "\(Self.text(restart.got.value)) is \(decimal(restart.before + (restart.got.value.start ?? 0), 1)) s into the client's audio, and the relay passed the time on as it came."
      ),
      events: [restart.sent.event, restart.got.event],
      evidence:
        "on the service hop at \(seconds(restart.sent.at)), on the client hop at \(seconds(restart.got.at)), both with the same start",
      remedy: """
        Add to each time of a later connection how much audio the earlier ones were sent:

        ```python
        result["start"] += self.seconds_sent_before
        for word in result["channel"]["alternatives"][0]["words"]:
            word["start"] += self.seconds_sent_before
            word["end"] += self.seconds_sent_before
        ```

        ```js
        result.start += secondsSentBefore;
        for (const word of result.channel.alternatives[0].words) {
          word.start += secondsSentBefore;
          word.end += secondsSentBefore;
        }
        ```
        """)
  }

  /// A result with the times of one that the service sent, and other words.
  private func otherText(_ session: SessionFacts) -> (Located<ResultText>, Located<ResultText>)? {
    var segments = FirstOfSegment(includesText: false)
    for sent in session.flow.unmatchedService { segments.add(sent) }
    for got in session.flow.unmatchedClient where !session.passage.isAsSent(got.event) {
      if let sent = segments.first(like: got), sent.at <= got.at { return (sent, got) }
    }
    return nil
  }

  /// Shapes without times: words that the service never said, in no message of the session.
  private func foreignWords(_ session: SessionFacts, _ service: HopFacts) -> RuleOutcome {
    let known = Set(service.results.flatMap { WordNormalizer.words($0.value.text) })
    let spoken = service.results.filter { !$0.value.text.isEmpty }
    let unmatched = session.flow.unmatchedClient.filter { got in
      !got.value.text.isEmpty && got.value.isFinal != false && !session.passage.isAsSent(got.event)
        && spoken.first.map { $0.at <= got.at } ?? false
    }
    for got in unmatched {
      let words = WordNormalizer.words(got.value.text)
      let foreign = words.filter { !known.contains($0) && !$0.contains(where: \.isNumber) }
      guard !foreign.isEmpty, Double(foreign.count) >= 0.1 * Double(words.count) else { continue }
      guard let sent = spoken.last(where: { $0.at <= got.at }) else { continue }
      return .findings([changed(session, sent, got, what: "the words")])
    }
    return .pass
  }

  private func changed(_ session: SessionFacts, _ sent: Located<ResultText>, _ got: Located<ResultText>, what: String) -> Finding {
    finding(
      session, .proven, party: .relay, cause: "\(what) changed by the relay",
      summary: "The service sent \(Self.text(sent.value)), the client got \(Self.text(got.value)).", events: [sent.event, got.event],
      evidence: "on the service hop at \(seconds(sent.at)), on the client hop at \(seconds(got.at))")
  }

  private static func text(_ result: ResultText) -> String {
    let times = result.start.map { " at \(decimal($0, 2)) s" } ?? ""
    return "\"\(VisibleText.quote(Array(result.text.utf8), limit: 60))\"\(times)"
  }

  /// Messages that contradict each other: the service's own agree.
  private func contradiction(_ session: SessionFacts) -> [Finding] {
    guard let broken = BrokenPromise.first(in: session) else { return [] }
    return [
      finding(
        session, .suspected, party: .relay, cause: "messages that contradict each other",
        summary: "What came back does not agree: \(broken.text). The service's own messages agree with each other.",
        events: [broken.against ?? 0, broken.event], evidence: "\(broken.text), at \(seconds(broken.at))",
        alternatives: [.crossed, .byTheService])
    ]
  }

  private func grows(_ session: SessionFacts, _ growing: GrowingFinals) -> Finding {
    finding(
      session, .suspected, party: .relay, cause: "interims that say that they are final",
      summary: sentence(
        "A final begins with all the words of the final before it, \(Self.text(growing.first.value)), which are said once in the clip: ",
        "that is how interims grow. A client that stores what is final stores them again and again."),
      events: [growing.first.event, growing.next.event],
      evidence: "finals at \(seconds(growing.first.at)) and at \(seconds(growing.next.at))",
      alternatives: [
        Alternative(rule: "results-duplicated", separateBy: seeServiceHop("which of them the service calls final")), .byTheService,
      ])
  }

  /// The service's message says its words twice, as a transcript and one by one: where they differ, somebody changed one of them.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    let own = session.client.eventsInServiceShape
    let both = session.results.filter { !$0.value.words.isEmpty && own.contains($0.event) }
    if let growing = GrowingFinals(session) { return .findings([grows(session, growing)]) }
    guard !both.isEmpty else { return .notApplicable("without the service hop, only messages with a list of words can be checked") }
    for result in both {
      let twice = WordsSaidTwice(result.value)
      guard twice.differ || result.value.leavesOutItsWords else { continue }
      return .findings([
        finding(
          session, .suspected, party: .relay, cause: "\(twice.differ ? "the words" : "the times") changed by the relay",
          summary: sentence(
            twice.differ ? "A result's transcript and its own list of words differ: " : "A result's times leave out words of its own: ",
            "\(Self.text(result.value)) against \"\(twice.written.joined(separator: " ").prefix(60))\". The service sends them alike."),
          events: [result.event], evidence: "result at \(seconds(result.at))",
          alternatives: [Alternative(rule: "transcript-wrong", separateBy: seeServiceHop("the words as the service sent them"))])
      ])
    }
    return .pass
  }

  let examples: [RuleExample] = [
    .fires(
      "from the client hop: a segment that was begun under one request is settled at once under another", .suspected,
      """
      \(Opening.clientHop(seconds: 4))
        2.30      client  ← results "tell me" final start=0 duration=2 request=a
        4.05      client  ← results "more" interim start=2 duration=1.5 request=a
        4.12      client  → text "stop"
      ↓ 4.30      client  ← results "more of it" final start=2 duration=2 request=b
        4.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: the first final is of another request than the interims before it", .suspected,
      """
      \(Opening.clientHop(seconds: 4))
      ↓ 1.20      client  ← results "tell" interim start=0 duration=1 request=a
        2.20      client  ← results "tell me" interim start=0 duration=2 request=a
      ↓ 2.40      client  ← results "tell me" final start=0 duration=2.1 request=b
        4.12      client  → close 1001
        4.13      client  ← close 1001
      """),
    .fires(
      "from the client hop: Metadata of another request, which counts what the results had settled", .suspected,
      """
      \(Opening.clientHop(seconds: 4))
        2.30      client  ← results "tell me" final start=0 duration=2 request=a
        4.12      client  → text "stop"
        4.30      client  ← results "more of it" final start=2 duration=1.4 request=a
      ↓ 4.31      client  ← metadata duration=3.4 request=b sha256=abc
        4.33      client  ← close 1000
      """),
    .silent(
      "from the client hop: a relay that dialled anew, sent again what was open, and shifted the times",
      """
      \(Opening.clientHop(seconds: 4))
        2.30      client  ← results "tell me" final start=0 duration=2 request=a
        3.05      client  ← results "more" interim start=2 duration=1 request=a
        4.12      client  → text "stop"
        4.60      client  ← results "more of it" final start=2 duration=2 request=b
        4.61      client  ← metadata duration=2.0 request=b sha256=abc
        4.63      client  ← close 1000
      """),
    .fires(
      "a final comes as an interim, in a shape without times", .proven,
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim start=0 duration=1
        1.21      client  ← message "{'transcript':'tell me','is_final':false}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← message "{'transcript':'tell me more','is_final':false}"
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: finals that grow as interims do", .suspected,
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me more\""))
      ↓ 1.21      client  ← message "{'transcript':'tell me','is_final':true}"
        2.12      client  → text "stop"
      ↓ 2.31      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.33      client  ← close 1000
      """),
    .fires(
      "interims come as finals, in a shape without times, and what they settle is said again", .proven,
      """
      \(Opening.bothHops())
      ↓ 1.20      service ← results "tell me" interim start=0 duration=1
      ↓ 1.21      client  ← message "{'transcript':'tell me','is_final':true}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .fires(
      "interims without their last word, in a shape without times", .proven,
      """
      \(Opening.bothHops())
      ↓ 1.20      service ← results "tell me" interim start=0 duration=1
      ↓ 1.21      client  ← message "{'transcript':'tell','is_final':false}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .silent(
      "finals in parts, in a shape without times: each word once",
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim start=0 duration=1
        1.21      client  ← message "{'transcript':'tell me','is_final':true}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'transcript':'more','is_final':true}"
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .fires(
      "other times in the service's own message, which stands in another", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← message "{'event':'transcript','data':{'type':'Results','start':5,'duration':2,'is_final':true,'speech_final':true,'channel_index':[0,1],'channel':{'alternatives':[{'transcript':'tell me more'}]}}}"
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .silent(
      "a relay that dials again on the way shifts the times of the second connection",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-2.11 service → audio 2.0s
        2.12      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.33      service ← close 1000
        2.34      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        2.40      service ← 101
        2.41-4.11 service → audio 2.0s from=2.0
        4.12      client  → text "stop"
        4.13      service → CloseStream
        4.30      service ← results "about the weather" final start=0 duration=2
        4.31      client  ← results "about the weather" final start=2 duration=2
        4.33      service ← close 1000
        4.34      client  ← close 1000
      """),
    .fires(
      "other words under the same times", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← results "TELL ME M" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .fires(
      "other times under the same words", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← results "tell me more" final start=5 duration=2
        2.33      client  ← close 1000
      """),
    .fires(
      "a shape of its own, and letters read with the wrong charset", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.30      service ← results "ein café bitte" final start=0 duration=2
      ↓ 2.31      client  ← message "{'type':'final','text':'ein cafÃ© bitte'}"
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: transcript and words differ", .suspected,
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
      ↓ 2.31      client  ← results "buy now" final start=0 duration=2 words="tell me more"
        2.33      client  ← close 1000
      """),
    .silent(
      "another shape, the same words, with a capital and a full stop",
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'type':'final','text':'Tell me more.'}"
        2.33      client  ← close 1000
      """),
    .silent(
      "two finals joined to one, with the times of both",
      """
      \(Opening.bothHops(seconds: 5))
        2.50      service ← results "tell me more" final start=0 duration=2
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← results "and this too" final start=2 duration=3
        5.31      client  ← message "{'type':'final','text':'tell me more and this too','start':0,'duration':5}"
        5.33      client  ← close 1000
      """),
    .silent(
      "from the client hop: words as they are spoken, transcript as it is written",
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.31      client  ← results "Tell me more." final start=0 duration=2 words="tell me more"
        2.33      client  ← close 1000
      """),
  ]
}
