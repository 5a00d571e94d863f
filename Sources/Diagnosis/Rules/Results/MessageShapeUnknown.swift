internal import Speech
internal import Timeline

/// Messages came, and they are JSON, but where the transcript stands in them nobody told us.
struct MessageShapeUnknown: Rule {
  let id = "message-shape-unknown"
  let group = RuleGroup.results
  let severity = Severity.notice
  let covers: [Subject] = [.of(.form)]
  let title = "the relay's messages have a shape that sttcheck does not know"
  let why = """
    A relay may give its messages any shape. One that is not known is not silence: something came back, and whether it is right can't be told until the profile \
    says where the transcript stands. Nothing of the relay is called wrong for it.
    """
  let clientView = "Valid JSON in which nothing is found that could be a transcript."
  let serviceView = "Ordinary Results: the relay gives them a shape of its own."
  let remedy = """
    Say in the profile how to read them, and diagnose the same recording's relay again:

    ```yaml
    messages:
      transcript: $.text                 # where the words stand
      final: { $.type: final }           # what makes a message final, if anything does
      metadata: { $.type: metadata }     # and what the relay says at the end, if it says anything
    ```
    """
  let citation = "sttcheck's own limit: what `messages: auto` recognises stands in the README."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard !session.client.messages.isEmpty else { return .notApplicable("nothing came back") }
      guard session.results.isEmpty else { return .pass }
      let unknown = zip(session.client.messages, session.client.payloads).filter { message, _ in
        message.value.unreadableBecause != nil && message.value.isJSON
      }
      guard let (first, bytes) = unknown.first else { return .pass }
      let suggestion = unknown.lazy.compactMap { (try? JSONValue(parsing: $0.1)).flatMap(MappingSuggestion.yaml) }.first
      return .findings([
        finding(
          session, .proven, party: .sttcheck, cause: "messages of an unknown shape",
          summary: sentence(
            "\(count(unknown.count, "message")) came that no known shape fits, so nothing can be said of the results: ",
            "\(VisibleText.quote(first.value.unreadableBecause ?? "", limit: 200))."),
          events: unknown.prefix(3).map(\.0.event),
          evidence: "the first, at \(seconds(first.at)): \(VisibleText.quote(bytes, limit: 300))",
          remedy: suggestion.map(Self.remedy))
      ])
    }
  }

  /// What may be right, to be looked at.
  private static func remedy(_ yaml: String) -> String {
    """
    Say in the profile how to read them. From the first messages it might be:

    ```yaml
    \(yaml)
    ```

    Compare it with the message quoted above, add what makes a message final, and run again.
    """
  }

  let examples: [RuleExample] = [
    .fires(
      "a language of its own", .proven,
      """
      \(Opening.clientHop())
      ↓ 1.00      client  ← message "{'kind':'guess','said':{'words':'tell me'}}"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "results came too: what else a relay has to say is its own affair",
      """
      \(Opening.clientHop())
        0.50      client  ← message "{'cpu':0.3}"
        1.00      client  ← results "tell me" final
        2.12      client  → text "stop"
        2.31      client  ← metadata duration=2 channels=1 sha256=abc
        2.32      client  ← close 1000
      """),
    .silent(
      "what is no JSON at all is another matter", alsoShows: ["results-unparseable"],
      """
      \(Opening.clientHop())
        1.00      client  ← message "[object Object]"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
  ]
}
