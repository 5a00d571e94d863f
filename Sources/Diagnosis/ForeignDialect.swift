internal import Dialects
internal import Speech
internal import Timeline

/// A relay whose first message gives away a dialect that the client does not speak.
///
/// The two talked past each other: what followed is no conversation, and neither a healthy one nor a faulty one. Where words came back, or
/// audio went through, they understood each other after all.
struct ForeignDialect {
  let name: String
  /// The relay's first message, shortened.
  let quote: String

  static func find(_ run: RunFacts) -> ForeignDialect? {
    guard !run.sessions.contains(where: isUnderstood) else { return nil }
    for session in run.sessions where session.client.isOpen {
      guard let first = session.client.payloads.first,
        let dialect = DialectCatalogue.all.first(where: { $0.givenAwayBy?.holds(for: first) == true })
      else { continue }
      return ForeignDialect(name: dialect.name, quote: VisibleText.quote(first, limit: 60))
    }
    return nil
  }

  var headline: String {
    "could not tell: the relay speaks \(name) (its first message is \(quote)), and this client does not; add `client: \(name)` to the profile, or run with --client \(name)"
  }

  /// Nothing is said of what a conversation would have shown.
  func unanswered(_ checklist: [ChecklistItem]) -> [ChecklistItem] {
    checklist.map { ChecklistItem($0.question, .unknown, "client and relay speak different dialects") }
  }

  func unjudged(_ sessions: [SessionResult]) -> [SessionResult] {
    sessions.map { session in
      var session = session
      if session.verdict != .unreachable { session.verdict = .inconclusive }
      return session
    }
  }

  private static func isUnderstood(_ session: SessionFacts) -> Bool {
    let hasWords = session.client.results.contains { $0.value.text.contains(where: \.isLetter) }
    return hasWords || session.service.map { !$0.audio.isEmpty } ?? false
  }
}
