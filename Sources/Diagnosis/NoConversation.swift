internal import Dialects
internal import Speech
internal import Timeline

/// A run in which client and relay did not come to talk: what was recorded is no conversation, and neither a healthy one nor a faulty one.
struct NoConversation {
  let kind: DiagnosisResult.NoConversation
  let headline: String
  /// In the place of each answer of the checklist.
  let reason: String

  static func find(_ run: RunFacts) -> NoConversation? { unheard(run) ?? foreign(run) }

  /// The client could not listen where the profile says that results come, and sent nothing then.
  private static func unheard(_ run: RunFacts) -> NoConversation? {
    for session in run.sessions {
      guard let note = session.notes.first(where: { $0.value.topic == .resultsUnheard }) else { continue }
      return NoConversation(
        kind: .unheard,
        headline: "could not tell: \(note.value.text); start what serves it, or correct `results` in the profile",
        reason: "the client could not listen for results")
    }
    return nil
  }

  /// A relay whose first message gives away a dialect that the client does not speak. Where words came back, or audio went through, they
  /// understood each other after all.
  private static func foreign(_ run: RunFacts) -> NoConversation? {
    guard !run.sessions.contains(where: isUnderstood) else { return nil }
    for session in run.sessions where session.client.isOpen {
      guard let first = session.client.payloads.first,
        let dialect = DialectCatalogue.all.first(where: { $0.givenAwayBy?.holds(for: first) == true })
      else { continue }
      let quote = VisibleText.quote(first, limit: 60)
      let advice = "add `client: \(dialect.name)` to the profile, or run with --client \(dialect.name)"
      return NoConversation(
        kind: .foreignDialect(dialect.name),
        headline: "could not tell: the relay speaks \(dialect.name) (its first message is \(quote)), and this client does not; \(advice)",
        reason: "client and relay speak different dialects")
    }
    return nil
  }

  /// Nothing is said of what a conversation would have shown.
  func unanswered(_ checklist: [ChecklistItem]) -> [ChecklistItem] { checklist.map { ChecklistItem($0.question, .unknown, reason) } }

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
