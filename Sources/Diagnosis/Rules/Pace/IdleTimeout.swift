internal import Timeline

/// The service heard nothing for ten seconds and gave up.
struct IdleTimeout: Rule {
  let id = "idle-timeout"
  let group = RuleGroup.pace
  let severity = Severity.error
  let covers: [Subject] = [.of(.signals, .missing)]
  let isExperiment = true
  let hypothesis: HypothesisWords? = HypothesisWords(
    "client silent for more than ten seconds", party: .client, seenBy: "what is sent in the pause", of: .pause)
  let title = "ten seconds without audio and without KeepAlive: the service ended the session (net0001)"
  let why = """
    A person thinks, a microphone is muted, a tab sleeps: nothing is sent, and after 10 s the service sends Metadata and closes with 1011 net0001. The client's \
    silence is to blame, unless it sent KeepAlive (or audio) and the relay did not pass it on.
    """
  let clientView = "Ten seconds and more in which the client sends neither audio nor KeepAlive, then 1011 net0001 or a dead connection."
  let serviceView = "The same gap, then Metadata and close 1011 net0001."
  let remedy = """
    While there is nothing to send, say so every 3 to 5 seconds; silence as audio does as well:

    ```python
    await ws.send(json.dumps({"type": "KeepAlive"}))
    ```

    ```js
    const keepAlive = JSON.stringify({ type: "KeepAlive" });
    const timer = setInterval(() => ws.send(keepAlive), 4000);
    ws.on("close", () => clearInterval(timer));
    ```

    A relay can cover its client's pauses by itself: see `sttcheck rules keepalive-missing`.
    """
  let citation = "Deepgram live API: net0001 after 10 s without audio or text; KeepAlive every 3–5 s, and at least one audio message."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen else { return .notApplicable("the client was not let in") }
      if let end = session.idleEnd { return .findings([timedOut(session, end, in: run)]) }
      guard !session.client.audio.isEmpty else { return .notApplicable("no audio was sent") }
      return run.seesServiceHop ? .pass : deadAfterPause(session)
    }
  }

  private func timedOut(_ session: SessionFacts, _ end: IdleEnd, in run: RunFacts) -> Finding {
    let seen = run.seesServiceHop
    // What anybody's client meant is not known.
    let mayBeOver = party(end) == .client && ![.played, .replayed].contains(run.run.origin) && !session.client.audio.isEmpty
    let party = party(end)
    let cut = party == .relay && run.isWayDoubtful(session) ? Alternative.cutBehind : nil
    return finding(
      session, cut != nil ? .suspected : seen ? .proven : .inferred, party: party,
      cause: party == .client ? "client silent for \(seconds(end.silence))" : "the client's messages in its pause were not passed on",
      summary: sentence(
        "The service heard nothing for \(seconds(end.silence)) and closed with the idle timeout (net0001). ",
        session.client.audio.isEmpty
          ? "The client had sent no audio yet; until the first of it the service counts no KeepAlive. A relay may dial when it comes."
          : party == .client
            ? run.run.serviceHop == .direct
              ? "The client sent neither audio nor KeepAlive."
              : "The client sent neither audio nor KeepAlive, and the relay sent none for it."
            : "The client did send something in that time; the relay did not pass it on.",
        mayBeOver ? " It fell silent; if its audio was over, its stop (CloseStream) was due then." : ""),
      events: [end.last.event, end.unheard?.event ?? 0, end.close.event],
      evidence: sentence(
        "last message at \(seconds(end.last.at)), ", end.unheard.map { "unheard one at \(seconds($0.at)), " } ?? "",
        "close \(end.close.value.code.map(String.init) ?? "") \"\(end.close.value.reason.suffix(40))\" at \(seconds(end.close.at))"),
      alternatives: [cut].compactMap(\.self))
  }

  private func party(_ end: IdleEnd) -> Party { end.unheard == nil ? .client : .relay }

  /// The relay hides why: a connection that dies in, or at the end of, a long pause.
  private func deadAfterPause(_ session: SessionFacts) -> RuleOutcome {
    guard session.stop == nil, let ended = session.relayEnded, let last = session.client.lastSign(before: ended.at) else { return .pass }
    let silence = ended.at - last.at
    guard silence > .seconds(9.5), silence < .seconds(13), ended.value?.code != 1000, ended.value?.code != 1001 else { return .pass }
    return .findings([
      finding(
        session, .suspected, party: .client, cause: "client silent for \(seconds(silence))",
        summary: "The client was silent for \(seconds(silence)), and then the relay ended the session: the service's idle timeout is 10 s.",
        events: [last.event, ended.event], evidence: "last message at \(seconds(last.at)), end at \(seconds(ended.at))",
        alternatives: [
          Alternative(
            rule: "unexpected-close", separateBy: .play(scenario: "stall-keepalive", tries: "if that one lives, it was the silence")),
          Alternative(rule: "keepalive-missing", separateBy: seeServiceHop("whether the relay covers the pause")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "a pause of ten seconds", .proven,
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
      ↓ 12.1      service ← close 1011 "See https://dpgr.am/net0001"
        12.1      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
    .fires(
      "nobody speaks from the start, and KeepAlives alone don't help", .proven,
      """
      run service-hop=simulated
      session early audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.04      service ← 101
        5.00      client  → KeepAlive
        5.01      service → KeepAlive
      ↓ 10.1      service ← close 1011 "See https://dpgr.am/net0001"
        10.1      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
    .fires(
      "the client says KeepAlive and the relay keeps it for itself", .proven,
      """
      \(Opening.bothHops("mute", seconds: 5, audio: 2))
        5.00      client  → KeepAlive
      ↓ 8.00      client  → KeepAlive
      ↓ 12.1      service ← close 1011 "See https://dpgr.am/net0001"
        12.1      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
    .fires(
      "from the client hop, in the service's words", .inferred,
      """
      \(Opening.clientHop("mute", seconds: 5, audio: 2))
      ↓ 12.1      client  ← close 1011 "Deepgram did not receive audio data. See https://dpgr.am/net0001"
      """),
    .fires(
      "from the client hop, without a word", .suspected,
      """
      \(Opening.clientHop("mute", seconds: 5, audio: 2))
        1.20      client  ← results "tell me" interim start=0 duration=1
      ↓ 12.1      client  end fin by=relay
      """),
    .silent(
      "after the stop it is the end of the stream that is missing", alsoShows: ["close-stream-missing"],
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        12.1      service ← close 1011 "See https://dpgr.am/net0001"
        12.1      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
    .silent(
      "the service says so in the middle of even audio: that is its own fault", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops(seconds: 5, audio: 2))
        2.30      service ← close 1011 "See https://dpgr.am/net0001"
        2.31      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
  ]
}
