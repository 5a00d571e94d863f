internal import Speech
internal import Timeline

/// The relay never asks for interim results.
struct InterimResultsMissing: Rule {
  let id = "interim-results-missing"
  let group = RuleGroup.results
  let severity = Severity.warning
  let covers: [Subject] = [.of(.parameters)]
  let title = "only finals come: the relay did not ask the service for interim results"
  let why = """
    `interim_results` is off unless it is asked for. Without it a client sees nothing until a pause in speech, seconds later, and takes the relay for slow. \
    A relay that wants finals only says so (`interim_results=false`) or gives them a shape of its own.
    """
  let clientView = "Only finals come, each after a pause in speech."
  let serviceView = "The query has no `interim_results=true`, and the service sends finals only."
  func remedy(declaring declared: DeclarationCode) -> String {
    """
    Ask for them, and let the client tell interim from final by `is_final`:

    ```python
    query = \(declared.python())
    query["interim_results"] = "true"
    url = "wss://api.deepgram.com/v1/listen?" + urlencode(query)
    ```

    ```js
    const format = \(declared.javaScript());
    const query = new URLSearchParams(format);
    query.set("interim_results", "true");
    ```

    If finals are all that is wanted, write `interim_results=false`: then nobody wonders.
    """
  }
  let citation = "Deepgram live API: interim_results defaults to false."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return fromClientHop(run) }
    return .over(run.sessions) { session in
      guard let service = session.service, service.isOpen, let request = service.request else {
        return .notApplicable("no service hop was open")
      }
      guard service.parameter("interim_results") == nil else { return .pass }
      let spoken = session.finals.filter { !$0.value.text.isEmpty }
      guard let first = spoken.first, (session.sentSeconds ?? 0) >= 2 else { return .notApplicable("no final with words came back") }
      guard !session.results.contains(where: { $0.value.isFinal == false }), !service.results.contains(where: { $0.value.isFinal == false })
      else { return .pass }
      let asked =
        session.client.parameter("interim_results") == "true" || session.info.expectations.contains { $0.subject.rawValue == "interims" }
      guard asked || session.client.keepsServiceShape else {
        return .notApplicable("the relay has a shape of its own, perhaps for finals only")
      }
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "interim results never asked for",
          summary: sentence(
            "The relay's query has no interim_results=true, and the client got \(count(spoken.count, "final")) and no interim: ",
            "the first words after \(seconds(first.at - (session.client.audio.first?.at ?? 0)))."),
          events: [request.event, first.event], evidence: "the relay's query: \(request.value.target.prefix(160))")
      ])
    }
  }

  /// Finals only may be what the relay is for: worth a notice, and no more.
  private func fromClientHop(_ run: RunFacts) -> RuleOutcome {
    let spoken = run.sessions.filter {
      $0.streamedWhole && $0.keepsPace && ($0.sentSeconds ?? 0) >= 2 && $0.finals.contains { !$0.value.text.isEmpty }
    }
    guard let session = spoken.first, let final = session.finals.first else { return .notApplicable("no final with words came back") }
    guard !run.sessions.contains(where: { $0.results.contains { $0.value.isFinal == false } }) else { return .pass }
    return .findings([
      finding(
        session, .suspected, severity: .notice, party: .relay, cause: "only finals come back",
        summary:
          "In \(count(spoken.count, "session")) with speech only finals came back and no interim: a relay for finals only, or one that never asks for interims.",
        events: [final.event], evidence: "first final at \(seconds(final.at)), no interim before it",
        alternatives: [Alternative(rule: "results-dropped", separateBy: seeServiceHop("whether interims reach the relay"))])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "not asked for", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-3.10 client  → audio 3.0s
        0.11-3.11 service → audio 3.0s
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
      ↓ 3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: worth a notice", .suspected,
      """
      \(Opening.clientHop(seconds: 3))
        3.12      client  → text "stop"
      ↓ 3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      client  ← close 1000
      """),
    .silent(
      "switched off by name",
      """
      \(Opening.bothHops(seconds: 3, query: "encoding=linear16&sample_rate=16000&interim_results=false"))
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      client  ← results "tell me more" final start=0 duration=3
        3.33      client  ← close 1000
      """),
    .silent(
      "a relay that has finals only, in a shape of its own",
      """
      \(Opening.bothHops(seconds: 3, query: "encoding=linear16&sample_rate=16000"))
        3.12      client  → text "stop"
        3.13      service → CloseStream
        3.30      service ← results "tell me more" final start=0 duration=3
        3.31      client  ← message "{'transcript':'tell me more','is_final':true}"
        3.33      client  ← close 1000
      """),
  ]
}

extension InterimResultsMissing: DeclaringRemedy {}
