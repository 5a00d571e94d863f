internal import Speech
internal import Timeline

/// The same final twice.
struct ResultsDuplicated: Rule {
  let id = "results-duplicated"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .repeated)]
  let title = "the client gets the same final result more than once"
  let why = """
    A final is said once; a client that appends finals to its text shows every sentence twice. It mostly comes from a handler that is registered twice, or from \
    two tasks that read the same queue.
    """
  let clientView = "The same final (channel, start, duration, text) twice."
  let serviceView = "Each final once."
  let remedy = """
    Register the handler once per service connection, and let exactly one task forward:

    ```python
    connection.on(LiveTranscriptionEvents.Transcript, on_message)   # once, not in every reconnect or request handler
    ```

    ```js
    service.removeAllListeners("message");         // before a reconnect registers its own
    service.on("message", (data) => client.send(data.toString()));
    ```
    """
  let citation = "Deepgram live API: a segment (channel, start, duration) becomes final once; interims share a start and are no sign."

  private let cause = "finals sent twice by the relay"
  /// Words that one does not say twice in a row by chance, nor a service hear so.
  private let fewest = 3

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      let again = run.resultEntries(session).filter { $0.duty == .results && $0.manner == .repeated }
      return finals(session, run).or(again.map { finding(session, of: $0, cause: "\($0.amount.unit) sent twice by the relay") })
    }
  }

  private func finals(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    let timed = session.finals.filter { $0.value.start != nil }
    guard !timed.isEmpty else { return session.service == nil ? untimed(session, run) : .notApplicable("no final with times came back") }
    let repeats = Self.repeats(timed)
    guard let first = repeats.first else { return .pass }
    if let service = session.service, Self.repeats(Self.told(service.finals, as: timed)).count >= repeats.count {
      return .notApplicable("the service itself sent them more than once")
    }
    let others = mayBeAnothers(first.again, session, run)
    return .findings([
      finding(
        session, others || !run.seesServiceHop ? .suspected : .proven, party: .relay, cause: cause,
        summary: sentence(
          "\(count(repeats.count, "final")) came again with the same channel, start, duration and words",
          session.service == nil ? "." : "; on the service hop each was there once."),
        events: [first.once.event, first.again.event],
        evidence:
          "\"\(first.once.value.text.prefix(40))\" from \(decimal(first.once.value.start ?? 0, 2)) s: at \(seconds(first.once.at)) and at \(seconds(first.again.at))",
        alternatives: others ? [Self.crossed] : run.seesServiceHop ? [] : [.byTheService])
    ])
  }

  private static let crossed = Alternative(
    rule: "results-crossed", separateBy: .look("play the sessions one after the other (`--jobs 1`), each with a clip of its own"))

  /// Where several sessions speak the same words at once, another's final looks like a second copy.
  private func mayBeAnothers(_ again: Located<ResultText>, _ session: SessionFacts, _ run: RunFacts) -> Bool {
    again.value.requestID == nil && session.service == nil && run.goesOnBesideOthers(session)
  }

  /// Finals that tell no times: the same words again, which are in the clip only once.
  private func untimed(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard session.streamedWhole, let spoken = (session.info.audio?.transcript).map({ WordNormalizer.words($0) }) else {
      return .notApplicable("no final with times came back, and nobody knows what is said in the clip")
    }
    guard GrowingFinals(session) == nil else { return .notApplicable("finals that grow are interims") }
    let finals = session.finals.map { (final: $0, words: WordNormalizer.words($0.value.text)) }
    let repeats = zip(finals, finals.dropFirst()).filter { once, again in
      again.words.count >= fewest && once.words == again.words && !(once.words + again.words).stand(in: spoken)
    }
    guard let (once, again) = repeats.first else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: cause,
        summary: "\(count(repeats.count, "final")) came again with the same words, which are said once in the clip.",
        events: [once.final.event, again.final.event],
        evidence: "\"\(once.final.value.text.prefix(40))\": at \(seconds(once.final.at)) and at \(seconds(again.final.at))",
        alternatives: mayBeAnothers(again.final, session, run) ? [Self.crossed, .byTheService] : [.byTheService])
    ])
  }

  /// What the service said, as far as the relay's own shape tells it: without durations two finals of its may be one and the same there.
  private static func told(_ finals: Series<Located<ResultText>>, as client: Series<Located<ResultText>>) -> Series<Located<ResultText>> {
    guard client.allSatisfy({ $0.value.duration == nil }) else { return finals }
    return Series(
      finals.map { final in
        var final = final
        final.value.duration = nil
        return final
      })
  }

  static func repeats(_ finals: Series<Located<ResultText>>) -> [(once: Located<ResultText>, again: Located<ResultText>)] {
    var repeats: [(once: Located<ResultText>, again: Located<ResultText>)] = []
    var segments = FirstOfSegment(includesText: true)
    for final in finals {
      // A flush of nothing may come more than once.
      if final.value.text.isEmpty, (final.value.duration ?? 0) < 0.05 { continue }
      if let once = segments.first(like: final) { repeats.append((once, final)) }
      segments.add(final)
    }
    return repeats
  }

  let examples: [RuleExample] = [
    .fires(
      "sent twice", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.31      client  ← results "tell me more" final start=0 duration=2
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop", .suspected,
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
      ↓ 2.31      client  ← results "tell me more" final start=0 duration=2
      ↓ 2.32      client  ← results "tell me more" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop, without times: words that are in the clip once", .suspected,
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me more\""))
        2.12      client  → text "stop"
      ↓ 2.31      client  ← message "{'transcript':'tell me more','is_final':true}"
      ↓ 2.32      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.33      client  ← close 1000
      """),
    .silent(
      "without times: the clip says it twice",
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me more tell me more\""))
        2.12      client  → text "stop"
        2.31      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.32      client  ← message "{'transcript':'tell me more','is_final':true}"
        2.33      client  ← close 1000
      """),
    .silent(
      "an interim and its final share a start",
      """
      \(Opening.clientHop())
        1.21      client  ← results "tell me more" interim start=0 duration=2
        2.12      client  → text "stop"
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .silent(
      "somebody says the same twice",
      """
      \(Opening.clientHop(seconds: 4))
        2.31      client  ← results "yes" final start=0 duration=2
        4.12      client  → text "stop"
        4.31      client  ← results "yes" final start=2 duration=2
        4.33      client  ← close 1000
      """),
    .silent(
      "two finals of the service's that differ by their length, in a shape that tells none", alsoShows: ["unexplained"],
      """
      \(Opening.bothHops())
        2.10      service ← results "tell me more" final start=0 duration=1.5
        2.11      client  ← message "{'type':'final','text':'tell me more','start':0}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me more" final start=0 duration=2
        2.31      client  ← message "{'type':'final','text':'tell me more','start':0}"
        2.32      service ← metadata duration=2.0 sha256=abc
        2.32      service ← close 1000
        2.33      client  ← close 1000
      """),
  ]
}
