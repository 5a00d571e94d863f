internal import Speech
internal import Timeline

/// Messages that were meant to be JSON and are none.
struct ResultsUnparseable: Rule {
  let id = "results-unparseable"
  let group = RuleGroup.results
  let severity = Severity.error
  let covers: [Subject] = [.of(.form)]
  /// What waits to be joined with another never comes where none follows.
  let reach = Reach.wholeRun([.results])
  let title = "what the relay sends looks like JSON and is none"
  let why = """
    A dictionary printed with its single quotes, an object printed by its class, two objects run together, a text cut off: `JSON.parse` throws, and whatever was \
    said is lost on the client although it arrived.
    """
  let clientView = "Text that looks like JSON and is none; the payload is kept and its first bad byte is named."
  let serviceView = "Valid JSON, one object a message."
  let remedy = """
    Serialise, do not print, and send one object a message:

    ```python
    await client.send_text(json.dumps(result))          # not str(result), not f"{result}"
    await client.send_text(response.to_json())          # an SDK's object
    ```

    ```js
    client.send(JSON.stringify(result));                // not String(result): that is "[object Object]"
    ```
    """
  let citation = "RFC 8259: names and strings stand in double quotes, a text is one value. Deepgram live API: one JSON object a message."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard !session.client.messages.isEmpty else { return .notApplicable("nothing came back") }
      let all = Self.broken(session.client)
      let broken = all.filter { !session.passage.isAsSent($0.event) }
      guard let first = broken.first else { return all.isEmpty ? .pass : .notApplicable("the service itself sends such messages") }
      return .findings([
        finding(
          session, run.seesServiceHop ? .proven : .suspected, party: .relay,
          cause: first.value.isJoined ? "several JSON objects in one message" : "results that are not JSON",
          summary: sentence(
            "\(broken.count) of \(count(session.client.messages.count, "message")) cannot be parsed: ",
            first.value.isJoined ? "one JSON object stands right behind another, and `JSON.parse` takes one only; " : "",
            "\(first.value.why.prefix(160))."),
          events: broken.prefix(3).map(\.event), evidence: "at \(seconds(first.at)): \(first.value.quote)",
          remedy: first.value.isJoined ? joinedRemedy : nil, alternatives: run.seesServiceHop ? [] : [.byTheService])
      ])
    }
  }

  private let joinedRemedy = """
    Send each object in a message of its own; look for where the relay joins them (a buffer, a queue that is drained into one send):

    ```python
    async for message in service:              # one object a message, as it came
        await client.send_text(message)        # no:  "".join(messages)
    ```

    ```js
    service.on("message", (data) => client.send(data.toString()));   // no:  messages.join("")
    ```
    """

  private struct Broken {
    var why: String
    /// Whole JSON, and more of it behind.
    var isJoined: Bool
    var quote: String
  }

  private static func broken(_ hop: HopFacts) -> [Located<Broken>] {
    zip(hop.messages, hop.payloads).compactMap { message, bytes in
      guard message.value.isText, let why = message.value.unreadableBecause, let fault = message.value.fault, isMeantAsJSON(bytes) else {
        return nil
      }
      let broken = Broken(why: why, isJoined: fault.isBehindValue, quote: quote(bytes, around: fault.offset))
      return Located(broken, event: message.event, at: message.at)
    }
  }

  /// The beginning, or what stands around the place where it breaks.
  private static func quote(_ bytes: [UInt8], around place: Int) -> String {
    guard place > 60, place < bytes.count else { return VisibleText.quote(bytes, limit: 80) }
    return "…" + VisibleText.quote(Array(bytes[(place - 40)...]), limit: 80)
  }

  /// Begins like JSON, or like what a program prints for an object: other text is a transcript, or a word about the connection.
  private static func isMeantAsJSON(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(40), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if ["{", "[", "b'", "b\"", "data:"].contains(where: text.hasPrefix) { return true }
    // The other half of an object that was cut in two.
    if String(decoding: bytes, as: UTF8.self).contains("\":") { return true }
    let head = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return !head.isEmpty && text.dropFirst(head.count).first == "(" && text.contains("=")
  }

  let examples: [RuleExample] = [
    .fires(
      "a printed dictionary", .suspected,
      #"""
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
      ↓ 1.21      client  ← text "{'type': 'Results', 'is_final': False}"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """#),
    .fires(
      "two objects in one message", .proven,
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim
      ↓ 1.21      client  ← message "{'type':'partial','text':'tell me'}{'type':'final','text':'tell me'}"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "plain text is a transcript",
      """
      \(Opening.clientHop())
        1.21      client  ← text "tell me (more = less)"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "JSON of a shape that nobody knows is JSON all the same",
      """
      \(Opening.clientHop())
        1.21      client  ← message "[1,2,3]"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
  ]
}
