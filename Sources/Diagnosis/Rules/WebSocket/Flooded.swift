internal import Timeline

/// A party sends more than anybody can take, and its connection was ended at a limit.
struct Flooded: Rule {
  let id = "flooded"
  let group = RuleGroup.webSocket
  let severity = Severity.error
  /// Whatever was still due on the connection, and the shape of what came.
  let covers: [Subject] = [.of(.staying), .of(.form), .of(.letIn)]
  let inPlaceOfRelay = Party.service
  let title = "more is sent than a limit allows"
  let why = """
    A message without an end, thousands of pings a second or a loop that sends the same result again fill the memory of whoever reads them: a browser's tab dies, \
    a phone's battery is empty, a proxy cuts the connection. sttcheck ends such a connection at a limit, and keeps what came until then.
    """
  let clientView = "A frame, a message, a number of fragments or a rate of frames above the limit; the session was ended there."
  let serviceView = "The same on the service hop, from the relay or from the service."
  let remedy = """
    Look for the loop that sends without waiting: a result that is sent again at each turn, a timer without a pause, a message that is never finished. Send a ping \
    every 20 s and no more, and wait until the connection has taken what was sent:

    ```python
    async for result in service:             # one message for each result
        await client.send_text(result)       # waits for a client that reads slowly
    ```

    ```js
    service.on("message", (result) => {
      client.send(result);
      if (client.bufferedAmount > 1 << 20) service.pause();
    });
    ```

    Where the traffic is what it should be, raise the limit: `sttcheck run --help` names each.
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The relay only gets what the service sends. Show its vendor the frames and the request id; until then let the relay end such a connection itself.
    """,
    .client: "Look for the loop in the client that sends without waiting for what it sent before.",
  ]
  let citation =
    "RFC 6455 §10.4: an endpoint that has limits on the size of frames and messages must protect itself against exceeding them."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      let floods = session.floods
      guard !floods.isEmpty else { return .pass }
      // What the service pours in, a relay may well pass on.
      let source = floods.first { $0.value.sender == .service } ?? floods[0]
      let limit = source.value
      return .findings([
        finding(
          session, .proven, party: limit.sender, cause: "\(Self.what(limit.kind)) from the \(limit.sender.rawValue)",
          summary: sentence(
            "The \(limit.sender.rawValue) sent \(limit.text). The connection was ended there, and what came before it is recorded",
            limit.kept.map { " (of the last frame its first \($0) bytes)" } ?? "", "."),
          events: [source.event],
          evidence: sentence(
            "limit reached at \(moment(source.at)): \(limit.text)", limit.sha256.map { "; SHA-256 of what came of the frame: \($0)" } ?? "")
        )
      ])
    }
  }

  private static func what(_ kind: LimitReached.Kind) -> String {
    switch kind {
    case .head: "an endless HTTP head"
    case .frame, .message: "a message too long to take"
    case .inflated: "a compressed message that inflates without an end"
    case .fragments: "endless fragments"
    case .controlRate: "a flood of pings"
    case .messageRate, .frames: "a flood of messages"
    case .bytes, .memory: "a flood of bytes"
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "a loop that pings without a pause", .proven,
      """
      \(Opening.clientHop())
        1.00      client  ← ping "a"
        1.00      client  ← ping "a"
      ↓ 1.00      client  limit control-rate limit=100 received=1001 by=relay
        1.00      client  end rst by=client
      """),
    .fires(
      "the service floods, and the relay passes it on", .proven,
      """
      \(Opening.bothHops())
      ↓ 1.20      service limit message-rate limit=2000 received=20001 by=service
        1.21      client  limit message-rate limit=2000 received=20001 by=relay
        1.21      service end rst by=service
        1.21      client  end rst by=client
      """),
    .silent(
      "twenty pings, and the results as they come",
      """
      \(Opening.clientHop())
        1.00      client  ← ping "a"
        1.05      client  ← ping "b"
        1.06      client  → pong "a"
        1.07      client  → pong "b"
        1.20      client  ← results "tell me" final start=0 duration=2
        2.12      client  → text "stop"
        2.20      client  ← metadata duration=2.0
        2.30      client  ← close 1000
      """),
  ]
}

extension SessionFacts {
  /// The limits that parties reached in it, on either hop.
  var floods: Series<Located<LimitReached>> {
    Series(notes.compactMap { note in note.value.limit.map { Located($0, event: note.event, at: note.at) } })
  }
}
