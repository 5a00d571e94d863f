internal import Speech
internal import Timeline

/// What the client asks for in its query is not what the relay asks the service for.
struct ParametersNotForwarded: Rule {
  let id = "parameters-not-forwarded"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let covers: [Subject] = [.of(.parameters)]
  let question: ChecklistItem.Question? = nil
  let title = "the relay drops or overrides its client's parameters"
  let why = """
    The client asks for interim results, a language or a model in the relay's URL, and the relay dials with a query of its own. \
    The session works, in the wrong language, with another model, or without interims, and nothing says why.
    """
  let clientView = "No interims, another language or another model than the client's query asks for."
  let serviceView = "The query of the relay's handshake lacks what the client's query says, or says otherwise."
  let remedy = """
    Take the client's query over, and set your own only where it says nothing:

    ```python
    query = {"interim_results": "true", "model": "nova-3", **client.query_params}
    url = "wss://api.deepgram.com/v1/listen?" + urlencode(query)
    ```

    ```js
    wss.on("connection", (client, request) => {
      const asked = new URL(request.url, "ws://relay").searchParams;
      const own = { interim_results: "true", model: "nova-3" };
      const query = new URLSearchParams({ ...own, ...Object.fromEntries(asked) });
      const url = `wss://api.deepgram.com/v1/listen?${query}`;
      const service = new WebSocket(url, { headers });
    });
    ```

    (What is not to be chosen by clients, refuse it: an error is better than another language.)
    """
  let citation = "Deepgram live API: the query of the handshake is the only place for these parameters."

  /// Parameters that change what comes back. How the audio is declared is the relay's to say: it may convert it.
  private static let names = [
    "model", "language", "interim_results", "punctuate", "smart_format", "endpointing", "utterance_end_ms", "vad_events", "multichannel",
    "diarize", "numerals", "profanity_filter", "redact", "keyterm", "keywords", "filler_words", "dictation", "detect_entities",
  ]

  /// What the service takes where the query says nothing.
  private static let defaults = [
    "language": "en", "interim_results": "false", "punctuate": "false", "smart_format": "false", "endpointing": "10",
    "vad_events": "false", "multichannel": "false", "diarize": "false", "numerals": "false", "profanity_filter": "false",
    "filler_words": "false", "dictation": "false", "detect_entities": "false",
  ]

  func check(_ run: RunFacts) -> RuleOutcome { .over(run.sessions, run.seesServiceHop ? onServiceHop : fromClientHop) }

  private func asked(_ session: SessionFacts) -> [(name: String, value: String)] {
    session.client.parameters.filter { Self.names.contains($0.name) && !$0.value.isEmpty }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    let asked = asked(session)
    guard !asked.isEmpty else { return .notApplicable("the client asks for nothing in its query") }
    guard let service = session.service, let request = service.request else { return .notApplicable("the service was not dialled") }
    let differing = asked.compactMap { parameter -> (wanted: String, got: String)? in
      let values = service.parameters.filter { $0.name == parameter.name }.map(\.value)
      if values.contains(where: { Self.agree($0, parameter.value) }) { return nil }
      if values.isEmpty, Self.defaults[parameter.name].map({ Self.agree($0, parameter.value) }) == true { return nil }
      let got = values.isEmpty ? "nothing" : values.map { "\(parameter.name)=\($0)" }.joined(separator: ", ")
      return ("\(parameter.name)=\(parameter.value)", got)
    }
    guard let first = differing.first else { return .pass }
    let wanted = differing.map(\.wanted)
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "\(first.wanted) asked for, \(first.got) sent to the service",
        summary: "The client's query asks for \(list(wanted)); the relay's query to the service has \(list(differing.map(\.got))) instead.",
        events: [session.client.request?.event ?? 0, request.event],
        evidence: "client: \(session.client.request?.value.target ?? ""); relay to the service: \(request.value.target)")
    ])
  }

  /// `en` and `en-US` are one language, `True` and `true` one flag.
  private static func agree(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.lowercased(), b.lowercased())
    return a == b || a.hasPrefix(b + "-") || b.hasPrefix(a + "-")
  }

  /// Interim results that were asked for by name, and never came, in the whole session.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard asked(session).contains(where: { $0.name == "interim_results" && $0.value.lowercased() == "true" }) else {
      return .notApplicable("what the relay asks the service for can't be seen from the client hop")
    }
    let words = session.results.filter { !$0.value.text.isEmpty }
    guard let first = words.first, session.tellsFinality, (session.sentSeconds ?? 0) >= 2.5 else {
      return .inconclusive("too little came back to see whether interims are among it")
    }
    guard words.allSatisfy({ $0.value.isFinal == true }) else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "interim_results=true asked for and not passed on",
        summary: "The client's query asks for interim results, and of \(count(words.count, "result")) with words not one is interim.",
        events: [session.client.request?.event ?? 0, first.event],
        evidence: "query: \(session.client.request?.value.target ?? ""); \(words.count) finals, 0 interims",
        alternatives: [
          Alternative(rule: "results-dropped", separateBy: seeServiceHop("whether the service sends interims")),
          Alternative(rule: "interim-results-missing", separateBy: seeServiceHop("the relay's query")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "another language, and no interims", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  → GET /listen?language=de&interim_results=true
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&language=en
        0.04      service ← 101
      """),
    .fires(
      "from the client hop: interims asked for, none came", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
      ↓ 0.00      client  → GET /listen?interim_results=true
        0.01      client  ← 101
        0.10-4.00 client  → audio 4.0s
        4.12      client  → text "stop"
      ↓ 4.20      client  ← results "tell me more" final start=0 duration=4
        4.23      client  ← close 1000
      """),
    .silent(
      "passed on, with parameters of the relay's own",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen?language=en-US&interim_results=true&room=7
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&language=en&interim_results=true&model=nova-3&endpointing=300
        0.04      service ← 101
      """),
    .silent(
      "what the service does anyway need not be said",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen?interim_results=false&sample_rate=16000
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=8000
        0.04      service ← 101
      """),
    .silent(
      "from the client hop: interims came",
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen?interim_results=true
        0.01      client  ← 101
        0.10-4.00 client  → audio 4.0s
        1.20      client  ← results "tell" interim
        4.12      client  → text "stop"
        4.20      client  ← results "tell me more" final start=0 duration=4
        4.23      client  ← close 1000
      """),
  ]
}
