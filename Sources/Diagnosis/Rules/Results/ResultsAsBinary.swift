internal import Speech
internal import Timeline

/// JSON in binary frames.
struct ResultsAsBinary: Rule {
  let id = "results-as-binary"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.form)]
  let title = "results reach the client in binary frames"
  let why = """
    The service sends text. A client gets a Blob or bytes where it expects a string, `JSON.parse` fails or is never called, and the application sees nothing at \
    all. It mostly comes from a proxy or a relay that handles every message as bytes.
    """
  let clientView = "JSON in frames with opcode 2."
  let serviceView = "The same messages in text frames (opcode 1)."
  let remedy = """
    Pass text on as text:

    ```python
    async for message in service:
        if isinstance(message, bytes):
            await client.send_bytes(message)
        else:
            await client.send_text(message)
    ```

    ```js
    service.on("message", (data, isBinary) => {
      client.send(data, { binary: isBinary });     // ws ≥ 8 gives a Buffer for text too
    });
    ```
    """
  let citation = "Deepgram live API: every message of the service is a text frame. RFC 6455 §5.6: text and binary are different messages."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard !session.client.messages.isEmpty else { return .notApplicable("nothing came back") }
      let all = session.client.messages.filter { !$0.value.isText && Self.isOfTheService($0.value) }
      let flipped = all.filter { !session.passage.isAsSent($0.event) }
      let ofService = session.services.reduce(0) { $0 + $1.messages.count { !$0.value.isText && Self.isOfTheService($0.value) } }
      guard let first = flipped.first, ofService < all.count else {
        return all.isEmpty ? .pass : .notApplicable("the service itself sends binary messages")
      }
      let origin = session.service?.messages.first { $0.value.result != nil || $0.value.metadata != nil }
      return .findings([
        finding(
          session, run.seesServiceHop ? .proven : .suspected, party: .relay, cause: "results sent in binary frames",
          summary: sentence(
            "\(flipped.count) of \(count(session.client.messages.count, "message")) came in binary frames with JSON inside",
            origin == nil ? "; the service sends text." : "; on the service hop they were text."),
          events: [first.event, origin?.event ?? 0, flipped.last?.event ?? 0],
          evidence: "first at \(seconds(first.at)), opcode 2: \(quote(first.event, session))",
          alternatives: run.seesServiceHop ? [] : [.byTheService])
      ])
    }
  }

  private static func isOfTheService(_ message: ReadMessage) -> Bool {
    switch message.kind {
    case .result, .metadata, .speechEvent: true
    case .error, .ready, .unreadable: false
    }
  }

  private func quote(_ event: Int64, _ session: SessionFacts) -> String {
    guard let index = session.client.messages.firstIndex(where: { $0.event == event }) else { return "" }
    return VisibleText.quote(session.client.payloads[index], limit: 60)
  }

  let examples: [RuleExample] = [
    .fires(
      "text flipped to binary", .proven,
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim
      ↓ 1.21      client  ← binary "{'type':'Results','is_final':false,'channel':{'alternatives':[{'transcript':'tell me'}]}}"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .fires(
      "in a shape of the relay's own, from the client hop", .suspected,
      """
      \(Opening.clientHop())
      ↓ 1.21      client  ← binary "{'type':'final','text':'tell me'}"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "text", alsoShows: ["closed-before-final"],
      """
      \(Opening.clientHop())
        1.21      client  ← results "tell me" interim
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "binary that is no result: a relay may send audio of its own",
      """
      \(Opening.clientHop())
        1.21      client  ← binary "RIFFxxxx"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
  ]
}
