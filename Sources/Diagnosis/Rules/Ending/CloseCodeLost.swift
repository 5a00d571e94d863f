internal import Speech
internal import Timeline
internal import Wire

/// The service says why it closes, and the client is told something else.
struct CloseCodeLost: Rule {
  let id = "close-code-lost"
  let group = RuleGroup.ending
  let severity = Severity.warning
  let covers: [Subject] = [.of(.closeWords)]
  let title = "the code or the reason of the service's close does not reach the client"
  let why = """
    `1011 … net0001` says what went wrong and whose turn it is; `1000`, or a 1011 without a word, says nothing. Clients retry what can't work, and whoever looks \
    for the fault has lost the only trace of it.
    """
  let clientView = "1000, 1006 or 1011, without a reason."
  let serviceView = "A Close with another code, or with a reason."
  let remedy = """
    Pass code and reason on, as far as they may be sent:

    ```python
    code = service.close_code or 1000
    if not 1000 <= code < 5000 or code in (1004, 1005, 1006, 1015):
        code = 1011                        # those can't be sent
    await client.close(code=code, reason=(service.close_reason or "")[:120])
    ```

    ```js
    service.on("close", (code, reason) => {
      client.close([1004, 1005, 1006, 1015].includes(code) ? 1011 : code, reason);
    });
    ```
    """
  let citation = "RFC 6455 §7.4.1: 1005, 1006 and 1015 are never sent. Deepgram live API: net0000 and net0001 stand in the reason."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .over(run.sessions, fromClientHop) }
    return .over(run.sessions) { session in
      let other = LifeBook.otherWords(session, run)
      return onServiceHop(session, run).or(other.map { [finding(session, of: $0, cause: "a normal end told as a failure")] } ?? [])
    }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard session.client.isOpen, let goodbye = session.service?.serviceGoodbye, let close = goodbye.value else {
      return .notApplicable("the service did not close first")
    }
    guard let ended = session.relayEnded, run.canAnswer(goodbye.at, onClient: ended.at) else {
      return .notApplicable("the client was not told by the relay")
    }
    guard !session.missedTheEnd else {
      return .notApplicable("the client was not reading when the connection broke: what it was told is lost with it")
    }
    guard !run.leavings.tell(session) else { return .notApplicable("the relay leaves after a time, in mid-stream too: unexpected-close") }
    let isNormal = (close.code ?? 1000) == 1000 && close.reason.isEmpty
    guard !isNormal else { return .notApplicable("the service closed normally: there was nothing to tell") }
    guard let lost = lost(close, ended.value, session) else { return .pass }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "\(lost) of the service's close lost",
        summary: "The service closed with \(Self.text(close)), the client got \(ended.value.map(Self.text) ?? "no Close frame (1006)").",
        events: [goodbye.event, ended.event],
        evidence: "service hop at \(seconds(goodbye.at)), client hop at \(seconds(ended.at))")
    ])
  }

  /// A Metadata whose hash is `incomplete` comes before the Close of a service that gave up, and that one is never a normal one.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.stop == nil else { return afterAll(session) }
    guard let metadata = session.metadata, metadata.value.sha256 == "incomplete", let ended = session.relayEnded,
      let close = ended.value, ended.at >= metadata.at, ended.at - metadata.at < .seconds(1)
    else { return .notApplicable("the service's own code can't be seen from the client hop") }
    guard close.reason.isEmpty else { return .pass }
    return .findings([
      finding(
        session, .inferred, party: .relay,
        cause: close.code == 1000 ? "code and reason of the service's close lost" : "the reason of the service's close lost",
        summary: sentence(
          "Metadata came with the hash `incomplete`, which the service sends before it closes for a timeout, with 1011 and its reason; ",
          "the client got \(Self.text(close))."),
        events: [metadata.event, ended.event], evidence: "Metadata at \(seconds(metadata.at)), close at \(seconds(ended.at))")
    ])
  }

  /// Everything came, and then a failure: whoever ended the session had no reason to, or kept it for himself.
  private func afterAll(_ session: SessionFacts) -> RuleOutcome {
    guard let stop = session.stop, let last = lastWord(session), last.at >= stop.at, let ended = session.relayEnded,
      let close = ended.value, ![nil, 1000, 1001, 1005].contains(close.code), ended.at >= last.at,
      // One that may not be sent at all is a matter of its own.
      close.code.map(CloseCode.isLegalOnTheWire) != false
    else { return .notApplicable("the service's own code can't be seen from the client hop") }
    let crashed = Alternative(rule: "relay-crashed", separateBy: .first(.relaysLog, or: seeServiceHop("its close")))
    let code = close.codeText
    return .findings([
      finding(
        session, .suspected, party: .relay,
        cause: close.reason.isEmpty ? "the reason of the close lost" : "a normal end told as a failure",
        summary: sentence(
          "Everything came, \(last.isMetadata ? "Metadata too" : "to the last final"), and then a \(code) ",
          close.reason.isEmpty
            ? "that gives no reason: whoever ended the session had one."
            : "with the reason \"\(close.reason.prefix(60))\": nothing was left that could fail."),
        events: [last.event, ended.event],
        evidence: "\(last.isMetadata ? "Metadata" : "last final") at \(seconds(last.at)), \(code) at \(seconds(ended.at))",
        alternatives: close.reason.isEmpty && close.code == 1011 ? [crashed] : [crashed, .byTheService])
    ])
  }

  /// What closes a stream: Metadata, or the last final where a relay keeps Metadata to itself and all words came.
  private func lastWord(_ session: SessionFacts) -> (event: Int64, at: Nanoseconds, isMetadata: Bool)? {
    if let metadata = session.metadata {
      return metadata.value.sha256 == "incomplete" ? nil : (metadata.event, metadata.at, true)
    }
    guard session.drain.isDrained, let final = session.finals.last else { return nil }
    return (final.event, final.at, false)
  }

  /// What is lost; nil where the client can know all the same. A relay may have words of its own.
  private func lost(_ sent: HopFacts.Close, _ got: HopFacts.Close?, _ session: SessionFacts) -> String? {
    let reason = sent.reason.lowercased()
    let toldInMessage = session.client.messages.contains { message in
      guard case .error(let text) = message.value.kind else { return false }
      return !reason.isEmpty && (text.lowercased().contains(reason.prefix(30)) || namesIdleTimeout(text) && namesIdleTimeout(reason))
    }
    if toldInMessage { return nil }
    let isFailure = (sent.code ?? 1000) != 1000
    let looksNormal = got.map { [nil, 1000, 1001, 1005].contains($0.code) } ?? true
    if isFailure, looksNormal, got?.reason.isEmpty ?? true { return sent.reason.isEmpty ? "the code" : "code and reason" }
    guard !sent.reason.isEmpty else { return nil }
    return (got?.reason.isEmpty ?? true) ? "the reason" : nil
  }

  private static func text(_ close: HopFacts.Close) -> String {
    let reason = close.reason.isEmpty ? "no reason" : "\"\(VisibleText.quote(Array(close.reason.utf8), limit: 60))\""
    return "\(close.code.map(String.init) ?? "no code") and \(reason)"
  }

  let examples: [RuleExample] = [
    .silent(
      "the relay's own failure crosses with the service's normal close",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "tell me" final start=0 duration=2
        2.33      client  ← results "tell me" final start=0 duration=2
        2.34      service ← close 1000
        2.37      client  ← close 1000
      session control-only audio=linear16/16000/1 seconds=2 stop="stop"
        10.00      client  → GET /listen
        10.01      client  ← 101
        10.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        10.04      service ← 101
        12.02      client  → text "stop"
        12.03      service → CloseStream
        12.29      service ← metadata duration=0 sha256=abc
        12.295     service ← close 1000
        12.295     client  ← close 1011
      """),
    .fires(
      "1000 for everything", .proven,
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
      ↓ 12.1      service ← close 1011 "net0001"
      ↓ 12.1      client  ← close 1000
      """),
    .fires(
      "the code without the reason", .proven,
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
      ↓ 12.1      service ← close 1011 "net0001"
      ↓ 12.1      client  ← close 1011
      """),
    .fires(
      "from the client hop: the service gave up, and the client is told that all is well", .inferred,
      """
      \(Opening.clientHop("mute", seconds: 5, audio: 2))
        1.20      client  ← results "tell me" interim start=0 duration=1
      ↓ 12.1      client  ← metadata duration=2.0 sha256=incomplete
      ↓ 12.1      client  ← close 1000
      """),
    .fires(
      "from the client hop: everything came, and a failure without a reason", .suspected,
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.30      client  ← results "tell me" final start=0 duration=2
      ↓ 2.31      client  ← metadata duration=2.0 sha256=abc
      ↓ 2.33      client  ← close 1011
      """),
    .fires(
      "from the client hop: every word came, no Metadata, and then a failure", .suspected,
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
      ↓ 2.30      client  ← results "tell me" final start=0 duration=2
      ↓ 2.33      client  ← close 1011 "service connection lost without a Close frame"
      """),
    .silent(
      "from the client hop: 1000 needs no reason",
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.30      client  ← results "tell me" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=abc
        2.33      client  ← close 1000
      """),
    .silent(
      "words of the relay's own", alsoShows: ["idle-timeout"],
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
        12.1      service ← close 1011 "net0001"
        12.1      client  ← close 4000 "the service heard nothing for too long"
      """),
    .silent(
      "told in a message before the close", alsoShows: ["idle-timeout"],
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
        12.1      service ← close 1011 "net0001"
        12.1      client  ← message "{'type':'error','message':'service closed: 1011 net0001'}"
        12.1      client  ← close 1000
      """),
    .silent(
      "a normal close", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.40      service ← close 1000
        2.45      client  ← close 1000
      """),
    .silent(
      "the client was not reading when the connection broke: what it was told went with it", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops("slow-reader"))
        0.09      note step "stop reading"
        1.00      service ← close 1011 "net0001"
        2.12      client  → text "stop"
        2.20      client  end rst by=relay
      """),
  ]
}
