internal import Speech
internal import Timeline

/// Holds what a scenario expects against what happened.
enum ExpectationChecker {
  /// Checks of each session, by its number.
  static func check(_ sessions: [SessionInfo], _ run: RunFacts) -> [Int: [CheckResult]] {
    var checks: [Int: [CheckResult]] = [:]
    for info in sessions {
      let facts = run.sessions.first { $0.info.number == info.number }
      checks[info.number] = info.expectations.map { check($0, facts) }
    }
    return checks
  }

  private static func check(_ expectation: Expectation, _ session: SessionFacts?) -> CheckResult {
    let name = expectation.subject.rawValue
    let wanted = wanted(expectation)
    guard let session, !session.interrupted else {
      return CheckResult(name: name, status: .skipped, detail: "expected \(wanted); not played to its end")
    }
    guard session.client.isOpen else {
      return CheckResult(name: name, status: .skipped, detail: "expected \(wanted); there was no connection")
    }
    guard let found = value(expectation.subject, session) else {
      return CheckResult(name: name, status: .skipped, detail: "expected \(wanted); it can't be known here")
    }
    let passed = (expectation.atLeast.map { found >= $0 } ?? true) && (expectation.atMost.map { found <= $0 } ?? true)
    return CheckResult(name: name, status: passed ? .passed : .failed, detail: "expected \(wanted), found \(text(found))")
  }

  /// Nil where the recording cannot tell: nothing rests on it then.
  private static func value(_ subject: Expectation.Subject, _ session: SessionFacts) -> Double? {
    switch subject {
    case .messages: return Double(session.client.messages.count)
    case .results: return session.unreadable.isEmpty ? Double(session.results.count) : nil
    case .finals:
      if session.results.isEmpty { return session.unreadable.isEmpty ? 0 : nil }
      return session.tellsFinality ? Double(session.finals.count) : nil
    case .metadata: return session.metadata == nil ? 0 : 1
    case .close: return Double(session.client.close(by: .relay).map { $0.value.code ?? 1005 } ?? 1006)
    case .wer:
      guard let expected = session.info.audio?.transcript, let received = session.transcript else { return nil }
      return WordErrorRate.measure(expected: expected, received: received).wer
    }
  }

  private static func wanted(_ expectation: Expectation) -> String {
    switch (expectation.atLeast, expectation.atMost) {
    case (let low?, let high?) where low == high: text(low)
    case (let low?, let high?): "\(text(low)) to \(text(high))"
    case (let low?, nil): "at least \(text(low))"
    case (nil, let high?): "at most \(text(high))"
    case (nil, nil): "anything"
    }
  }

  private static func text(_ value: Double) -> String { value == value.rounded() ? decimal(value, 0) : decimal(value, 2) }

  /// A failed check is an error unless a root cause explains it.
  static func failures(_ checks: [Int: [CheckResult]], _ run: RunFacts) -> [Finding] {
    let found: [Finding] = run.sessions.flatMap { session in
      (checks[session.info.number] ?? []).filter { $0.status == .failed }.map { check in
        let events = [
          session.results.last?.event, session.client.close(by: .relay)?.event, session.client.end?.event, session.client.lastFrame,
        ]
        return Finding(
          rule: "expectation-failed", certainty: .proven, party: .relay, cause: "\(check.name): \(check.detail)",
          summary: "Scenario \(session.info.scenario) expects of `\(check.name)`: \(check.detail). No rule of the catalogue explains it.",
          remedy:
            "Compare the session's first messages with what the scenario expects (`sttcheck scenarios \(session.info.scenario)`), and its frames with `sttcheck frames`.",
          evidence: [Evidence(session: session.info.number, events: Array(events.compactMap { $0 }.prefix(1)), text: check.detail)])
      }
    }
    return FindingMerger.merge(found)
  }
}
