internal import Speech
internal import Timeline

/// The relay left in mid-stream, and no rule can say why.
struct UnexpectedClose: Rule {
  let id = "unexpected-close"
  let group = RuleGroup.lastResort
  let severity = Severity.error
  let title = "the relay ended the session while audio was still being sent"
  let why =
    "A relay has no reason to leave before its client is done. Stands alone only where no cause could be found; code and reason are the relay's own."
  let remedy = """
    Look into the relay's log at the time of the close. With the other side visible it can be seen who closed first:

    ```sh
    sttcheck run --relay URL --service-listen 127.0.0.1:9090     # and point the relay's service URL at ws://127.0.0.1:9090
    ```
    """
  let citation = "RFC 6455 §7.1: either side may close, and says why by code and reason."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, session.stop == nil, let ended = session.relayEnded, !session.streamedWhole, session.info.audio != nil
      else {
        return .pass
      }
      let close = ended.value
      let what = close.map {
        "close \($0.code.map(String.init) ?? "without a code")\($0.reason.isEmpty ? "" : " \"\($0.reason.prefix(80))\"")"
      }
      let text = what ?? "end of the connection without a Close frame (1006)"
      return .findings([
        finding(
          session, .suspected, party: .relay, cause: "relay left in mid-stream: \(text)",
          summary: sentence(
            "The relay ended the session after \(decimal(session.sentSeconds ?? 0, 1)) of \(decimal(session.info.audio?.seconds ?? 0, 1)) s of audio: \(text). ",
            session.ruledOut(seesServiceHop: run.seesServiceHop)),
          events: [ended.event, session.client.audio.last?.event ?? 0], evidence: "\(text) at \(seconds(ended.at))",
          alternatives: [Alternative(rule: "relay-crashed", separateBy: "the relay's own log at that time; does the next session get in?")])
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "gone in mid-stream", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.10 client  → audio 1.0s
      ↓ 1.12      client  end rst by=relay
      """),
    .silent(
      "gone after the stop",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.20      client  end fin by=relay
      """),
  ]
}
