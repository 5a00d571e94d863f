internal import Dialects
internal import Speech
internal import Timeline

/// A run in which client and relay did not come to talk: what was recorded is no conversation, and neither a healthy one nor a faulty one.
struct NoConversation {
  let kind: DiagnosisResult.NoConversation
  let headline: String
  /// In the place of each answer of the checklist.
  let reason: String

  static func find(_ run: RunFacts) -> NoConversation? {
    unheard(run) ?? foreign(run) ?? unopened(run) ?? unplayed(run) ?? sentWhole(run) ?? elsewhere(run)
  }

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

  /// A relay that never said what its client's dialect waits for: one of the two speaks another. Where it dialled its service in vain, that is why.
  private static func unopened(_ run: RunFacts) -> NoConversation? {
    let open = run.sessions.filter(\.client.isOpen)
    let missed = open.compactMap { session in session.notes.first { $0.value.topic == .openingMissed } }
    guard let note = missed.first, missed.count == open.count, !run.sessions.contains(where: { $0.services.contains { !$0.isOpen } }) else {
      return nil
    }
    let said = open.lazy.compactMap(\.client.payloads.first).first.map { "; its first message is \(VisibleText.quote($0, limit: 60))" }
    return NoConversation(
      kind: .unopened,
      headline:
        "could not tell: \(note.value.text.prefix { $0 != ";" })\(said ?? "; it said nothing else"); correct `client` in the profile, or look into the relay's log for why it does not let its client in",
      reason: "the relay did not open the conversation")
  }

  /// Words without a service that heard them, or calls for another service.
  private static func elsewhere(_ run: RunFacts) -> NoConversation? {
    guard run.run.serviceHop == .simulated, run.strays == 0, run.sessions.allSatisfy(\.services.isEmpty) else { return nil }
    if let note = run.sessions.lazy.flatMap(\.notes).first(where: { $0.value.topic == .askedForAnother }) {
      return NoConversation(
        kind: .otherService,
        headline:
          "could not tell: the relay opened no connection to the service that is played here (Deepgram's /v1/listen), and asked for another (\(note.value.text)); if that is the service, name its host: `service_hosts` in the profile",
        reason: "the relay speaks to another service than the one that is played here")
    }
    guard let most = run.sessions.map(recognised).max(), most > 0 else { return nil }
    return NoConversation(
      kind: .unseenService,
      headline:
        "could not tell: \(count(most, "result")) with words came back, and the relay opened no connection to the service that is played here: it hears by itself or by another service; without --start and --service-listen it is judged by what its client sees",
      reason: "what the relay hears with is not seen here")
  }

  /// Results that tell what was said; 0 where they may be anything: a greeting, an error.
  private static func recognised(_ session: SessionFacts) -> Int {
    let texts = session.client.results.map(\.value.text).filter { $0.contains(where: \.isLetter) }
    if let expected = session.info.audio?.transcript, let received = session.transcript,
      WordErrorRate.measure(expected: expected, received: received).wer < 0.5
    {
      return texts.count
    }
    return Set(texts).count >= 5 ? texts.count : 0
  }

  /// The relay speaks to a service of the vendor's that is not played here.
  private static func unplayed(_ run: RunFacts) -> NoConversation? {
    guard run.run.serviceHop == .simulated else { return nil }
    for service in run.sessions.flatMap(\.services) where !service.isOpen {
      let asked = QueryString.parse(service.request?.value.target ?? "")
      guard asked.path == "/v2/listen", asked.items.contains(where: { $0.name == "model" && $0.value.hasPrefix("flux") }) else { continue }
      return NoConversation(
        kind: .unplayed,
        headline:
          "could not tell: the relay speaks to Flux (/v2/listen), and sttcheck plays /v1/listen alone; record it with the real service behind it (--service-forward wss://api.deepgram.com/v2/listen, or sttcheck tap)",
        reason: "the service that the relay dials is not played here")
    }
    return nil
  }

  /// The relay collects audio and sends it whole: to a live relay there is no more to ask.
  private static func sentWhole(_ run: RunFacts) -> NoConversation? {
    guard run.seesServiceHop, run.strays == 0, run.sessions.allSatisfy(\.services.isEmpty) else { return nil }
    guard let note = run.sessions.lazy.flatMap(\.notes).first(where: { $0.value.topic == .sentWhole }) else { return nil }
    return NoConversation(
      kind: .sentWhole,
      headline:
        "could not tell: the relay sends its audio to the service as recordings over HTTP, and not live (\(note.value.text)); what is asked here, is asked of a live relay",
      reason: "the relay sends recordings, and no live audio")
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
