internal import Speech
internal import Timeline

/// What a recording that was sent whole has to show for its expectations, and for the reports.
enum OneShotChecker {
  /// Nil where there is no such thing in one answer: nothing rests on it then.
  static func find(_ expectation: Expectation, _ session: OneShotFacts) -> ExpectationFinder.Found? {
    switch expectation.subject {
    case .messages: return session.response == nil ? .nothing(session.story) : .value(1)
    case .results, .finals: return session.hasWords ? .value(1) : .nothing("no transcript: \(session.story)")
    case .wer:
      guard session.info.audio?.transcript != nil else { return nil }
      return session.wer.map { .value($0) } ?? .nothing("no transcript: \(session.story)")
    case .firstResult, .firstFinal, .lastFinal:
      guard session.hasWords, let took = session.took else { return .nothing("no transcript: \(session.story)") }
      return .value(took.seconds)
    case .interims, .metadata, .close, .closed, .latency, .order, .nothingAfterClose: return nil
    }
  }

  static func result(_ session: OneShotFacts, isBlamed: Bool, checks: [CheckResult]) -> SessionResult {
    let verdict: Verdict = isBlamed ? .faulty : session.interrupted || !session.succeeded ? .inconclusive : .healthy
    let answer = session.response.map { response in
      MessageQuote(event: response.event, at: response.at, text: VisibleText.quote(response.value.body, limit: 200))
    }
    return SessionResult(
      info: session.info, verdict: verdict, sentSeconds: session.info.audio?.seconds, messages: session.response == nil ? 0 : 1,
      results: session.hasWords ? 1 : 0, finals: session.hasWords ? 1 : 0, shape: session.reading?.shape, transcript: session.transcript,
      wer: session.wer, firstResult: session.hasWords ? session.took : nil, firstFinal: session.hasWords ? session.took : nil,
      checks: checks, firstMessages: [.client: answer.map { [$0] } ?? []])
  }
}
