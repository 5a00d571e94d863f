internal import Speech
internal import Timeline

/// A client gets another session's results.
struct ResultsCrossed: Rule {
  let id = "results-crossed"
  let group = RuleGroup.results
  let severity = Severity.error
  /// One service connection for several clients mixes their audio up before it mixes their results.
  let covers: [Subject] = [
    .of(.results), .of(.dialled), .of(.audio), .of(.audioPace), .of(.endOfStream), .of(.heard), .of(.agreement), .of(.staying),
  ]
  let title = "a client gets the results of another client's audio"
  let why = """
    Two people speak at the same time and read each other's words: a leak of what was said, and the worst that a relay can do. The service connection, or the \
    client to answer to, stands in a variable that all sessions share.
    """
  let clientView = "The transcript of another session's audio, or two request ids in one session."
  let serviceView = "The Results in question came on the connection that belongs to another session."
  let remedy = """
    Keep everything that belongs to a session in that session's own scope, never in a module or on the application:

    ```python
    @app.websocket("/listen")
    async def listen(client: WebSocket):
        await client.accept()
        async with connect(url) as service:       # local: one service connection per client
            await relay(client, service)
    # no:  global service / app.state.client = client
    ```

    ```js
    wss.on("connection", (client) => {
      const service = new WebSocket(url, { headers });   // in here: one for each client
      service.on("message", (data) => client.send(data.toString()));
    });
    // no:  let service, client;  at the top of the module
    ```
    """
  let citation = "Deepgram live API: each connection has a request_id of its own, in every Results message and in Metadata."

  func check(_ run: RunFacts) -> RuleOutcome {
    let mixed = MixedAudio(run.sessions)
    // Who is beside whom is asked for only where that is of use.
    let shared = (mixed.isEmpty ? [] : Array(run.sessions)).compactMap { session in
      mixed.found(session, beside: run.sessions(beside: session)).flatMap { found in
        run.session(found.session).map { mixedUp(session, $0, found.count, found.first) }
      }
    }
    // What comes of it is no second cause.
    if !shared.isEmpty { return .findings(shared) }
    let open = run.sessions.filter { $0.client.isOpen && !$0.client.messages.isEmpty }
    guard !open.isEmpty else { return .notApplicable("nothing came back") }
    let voices = Voices(run.sessions)
    var findings: [Finding] = []
    var isCrowded = false
    for session in open {
      let others = run.sessions(beside: session)
      isCrowded = isCrowded || others.contains { $0.client.isOpen && !$0.client.messages.isEmpty }
      if let finding = byRequest(session, others, run, voices) ?? byServiceHop(session, others, voices) ?? byWords(session, others) {
        findings.append(finding)
      }
    }
    if !findings.isEmpty { return .findings(findings) }
    return isCrowded ? .pass : .notApplicable("no two sessions went on at the same time")
  }

  /// One service connection for two clients: the service hears both at once, and neither gets its own words.
  private func mixedUp(_ session: SessionFacts, _ other: SessionFacts, _ count: Int, _ first: HopFacts.AudioPiece) -> Finding {
    var finding = finding(
      session, .proven, party: .relay, cause: "two clients' audio sent on one service connection by the relay",
      summary: sentence(
        "\(count) messages of the audio of session \(other.info.number) (\(other.info.scenario)) went to the service on the connection of session ",
        "\(session.info.number) (\(session.info.scenario)): the service hears both at once."),
      events: [first.event, session.client.audio.first?.event ?? 0],
      evidence: "the first of them at \(seconds(first.at)), byte for byte a message of session \(other.info.number)'s client")
    finding.evidence.append(
      Evidence(
        session: other.info.number, events: [other.client.audio.first?.event, other.client.audio.last?.event].compactMap(\.self),
        text: "its client's audio, \(other.client.audio.count) messages in all"))
    return finding
  }

  /// The service names the request in its messages.
  private func byRequest(_ session: SessionFacts, _ others: Series<SessionFacts>, _ run: RunFacts, _ voices: Voices) -> Finding? {
    let own = session.client.namedRequests
    guard let first = own.first else { return nil }
    if !session.services.isEmpty {
      let dialled = Set(session.services.flatMap { $0.namedRequests.map(\.value) })
      guard !dialled.isEmpty, let foreign = own.first(where: { !dialled.contains($0.value) }) else { return nil }
      let owners = voices.services(of: foreign.value)
      // Whether they went on together or one after the other: what is late in one comes in the next.
      guard let number = owners.sorted().first(where: { $0 != session.info.number }), let other = run.session(number) else { return nil }
      var finding = crossed(
        session, .proven, foreign,
        "a message of request \(foreign.value), which is that of \(other.info.scenario) (session \(number))")
      // Whoever it was meant for has lost it.
      if let sent = other.services.lazy.flatMap(\.namedRequests).first(where: { $0.value == foreign.value }) {
        finding.evidence.append(
          Evidence(
            session: number, events: [sent.event], text: "the service sent it to the relay for session \(number), at \(seconds(sent.at))"))
      }
      return finding
    }
    // A request that two clients hear of at once.
    let beside = Set(others.map(\.info.number))
    if let shared = own.first(where: { !voices.clients(of: $0.value).isDisjoint(with: beside) }),
      let other = voices.clients(of: shared.value).intersection(beside).min()
    {
      return crossed(session, .inferred, shared, "messages of request \(shared.value), and so does session \(other) at the same time")
    }
    // One request, another, and the first again: no new connection explains that.
    guard let second = own.first(where: { $0.value != first.value }) else { return nil }
    let returns = own.contains { $0.at > second.at && $0.value == first.value }
    guard returns else { return nil }
    return crossed(session, .suspected, second, "messages of two requests in turn, \(first.value) and \(second.value)")
  }

  /// Words that this session's service connection never said and another's did, just then.
  private func byServiceHop(_ session: SessionFacts, _ others: Series<SessionFacts>, _ voices: Voices) -> Finding? {
    guard let service = session.service, service.hasWords, !others.isEmpty else { return nil }
    let beside = Set(others.map(\.info.number))
    let got = session.flow.unmatchedClient.map { (result: $0, words: WordNormalizer.words($0.value.text)) }.filter { $0.words.count >= 2 }
    var own = PhraseFinder(got.map(\.words))
    for said in service.results { own.read(WordNormalizer.words(said.value.text)) }
    for (result, words) in got where own.latest(of: words) == nil {
      guard let theirs = voices.said(words, until: result.at, by: beside) else { continue }
      return crossed(
        session, .proven, result,
        "\"\(result.value.text.prefix(40))\", which the service said at \(seconds(theirs.at)) to session \(theirs.session) only")
    }
    return nil
  }

  /// Words of another session's clip, and not of this one's.
  private func byWords(_ session: SessionFacts, _ others: Series<SessionFacts>) -> Finding? {
    guard let expected = session.info.audio?.transcript, !others.isEmpty else { return nil }
    let finals = session.settled.map { (final: $0, words: WordNormalizer.words($0.value.text)) }.filter { $0.words.count >= 3 }
    var own = PhraseFinder(finals.map(\.words))
    own.read(WordNormalizer.words(expected))
    let foreign = finals.filter { own.latest(of: $0.words) == nil }
    guard !foreign.isEmpty else { return nil }
    var clips: [(session: Int, finder: PhraseFinder)] = []
    var known: Set<String> = []
    for other in others {
      guard let transcript = other.info.audio?.transcript, known.insert(transcript).inserted else { continue }
      var finder = PhraseFinder(foreign.map(\.words))
      finder.read(WordNormalizer.words(transcript))
      clips.append((other.info.number, finder))
    }
    for (final, words) in foreign {
      guard let other = clips.first(where: { $0.finder.latest(of: words) != nil }) else { continue }
      return crossed(
        session, .inferred, final,
        "\"\(final.value.text.prefix(40))\", which is said in the clip of session \(other.session) and not in its own")
    }
    return nil
  }

  private func crossed<Value>(_ session: SessionFacts, _ certainty: Certainty, _ at: Located<Value>, _ what: String) -> Finding {
    finding(
      session, certainty, party: .relay, cause: "another session's results sent by the relay",
      summary: "Session \(session.info.number) (\(session.info.scenario)) got \(what).", events: [at.event],
      evidence: "at \(seconds(at.at)) on the client hop of session \(session.info.number)",
      alternatives: certainty == .suspected
        ? [Alternative(rule: "results-altered", separateBy: seeServiceHop("the request ids as the service sent them"))] : [])
  }

  let examples: [RuleExample] = [
    .fires(
      "the request of another client's audio", .proven,
      """
      run service-hop=simulated
      session one audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.20      service ← results "tell me" interim request=aaa
        1.22      client  ← results "tell me" interim request=aaa
      ↓ 1.32      client  ← results "good morning" interim request=bbb
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      session two audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        1.30      service ← results "good morning" interim request=bbb
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: the words of the other clip", .inferred,
      """
      session one audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more about it"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 1.32      client  ← message "{'type':'final','text':'good morning to you'}"
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      session two audio=linear16/16000/1 seconds=2 stop="stop" transcript="good morning to you all"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      """),
    .fires(
      "one service connection for two clients", .proven,
      """
      run service-hop=simulated
      session one audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s from=4
        2.12      client  → text "stop"
      session two audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-1.11 service → audio 1.0s
      ↓ 1.12-1.92 service → audio 0.8s from=4
        2.00-2.11 service → audio 1.0s from=1
        2.12      client  → text "stop"
      """),
    .silent(
      "two sessions at once, each with its own",
      """
      session one audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more about it"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.32      client  ← results "tell me more about it" final request=aaa
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      session two audio=linear16/16000/1 seconds=2 stop="stop" transcript="good morning to you all"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.32      client  ← results "good morning to you all" final request=bbb
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      """),
    .silent(
      "a second request in one session: the relay dialled the service again",
      """
      \(Opening.clientHop(seconds: 4))
        1.32      client  ← results "tell me" final request=aaa
        3.32      client  ← results "more" final request=bbb
        4.12      client  → text "stop"
        4.33      client  ← close 1000
      """),
  ]
}
