internal import Speech
internal import Timeline

/// Holds what a scenario expects against what happened.
enum ExpectationChecker {
  /// Checks of each session, by its number.
  static func check(_ sessions: Series<SessionInfo>, _ run: RunFacts) -> [Int: [CheckResult]] {
    var checks: [Int: [CheckResult]] = [:]
    for info in sessions {
      if let oneShot = run.oneShot(info.number) {
        checks[info.number] = info.expectations.map { check($0, oneShot) }
        continue
      }
      let facts = run.session(info.number)
      checks[info.number] = info.expectations.map { check($0, facts) }
    }
    return checks
  }

  private static func check(_ expectation: Expectation, _ session: OneShotFacts) -> CheckResult {
    guard !session.interrupted else { return skipped(expectation, "not played to its end") }
    return judge(expectation, OneShotChecker.find(expectation, session))
  }

  private static func check(_ expectation: Expectation, _ session: SessionFacts?) -> CheckResult {
    guard let session, !session.interrupted else { return skipped(expectation, "not played to its end") }
    guard Outage(session) == nil else { return skipped(expectation, "the service was made to fail") }
    guard session.client.isOpen, session.browserFailure == nil else { return skipped(expectation, "there was no connection") }
    let result = judge(expectation, ExpectationFinder(session).find(expectation))
    // What a relay owes after a stop nobody is there to hear.
    guard result.status == .failed, session.onlyHangsUp, expectation.isOfWhatComes else { return result }
    return skipped(expectation, "the client hangs up instead of saying stop, and hears nothing after it")
  }

  private static func skipped(_ expectation: Expectation, _ why: String) -> CheckResult {
    CheckResult(name: expectation.name, status: .skipped, detail: "expected \(ExpectationWords.wanted(expectation)); \(why)")
  }

  private static func judge(_ expectation: Expectation, _ found: ExpectationFinder.Found?) -> CheckResult {
    guard let found else { return skipped(expectation, "it can't be known here") }
    let passed: Bool
    let words: String
    switch found {
    case .value(let value):
      passed = (expectation.atLeast.map { value >= $0 } ?? true) && (expectation.atMost.map { value <= $0 } ?? true)
      words = ExpectationWords.value(value, of: expectation.subject)
    case .nothing(let what):
      passed = false
      words = what
    case .order(let problem):
      passed = problem == nil
      words = problem ?? "that order"
    }
    let wanted = ExpectationWords.wanted(expectation)
    return CheckResult(name: expectation.name, status: passed ? .passed : .failed, detail: "expected \(wanted), found \(words)")
  }

  /// A failed check is an error unless a root cause explains it.
  static func failures(_ checks: [Int: [CheckResult]], _ run: RunFacts) -> [Finding] {
    let found: [Finding] = run.sessions.flatMap { session in
      (checks[session.info.number] ?? []).filter { $0.status == .failed }.map { check in
        let events = [
          session.results.last?.event, session.client.close(by: .relay)?.event, session.client.end?.event, session.client.lastFrame,
        ]
        return Finding(
          rule: "expectation-failed", certainty: .suspected, party: .relay,
          cause: "\(check.name): \(check.detail)",
          summary: "Scenario \(session.info.scenario) expects of `\(check.name)`: \(check.detail). No rule of the catalogue explains it.",
          remedy:
            "Compare the session's first messages with what the scenario expects (`sttcheck scenarios \(session.info.scenario)`), and its frames with `sttcheck frames`.",
          evidence: [Evidence(session: session.info.number, events: Array(events.compactMap { $0 }.prefix(1)), text: check.detail)],
          alternatives: run.run.unrecorded.contains(.sound) ? [.unheard] : [])
      }
    }
    return FindingMerger.merge(found + run.oneShots.flatMap { failures(of: $0, checks[$0.info.number] ?? [], run) })
  }

  /// What the other way through the relay does in the same run says how much is wrong.
  private static func failures(of session: OneShotFacts, _ checks: [CheckResult], _ run: RunFacts) -> [Finding] {
    let streamed = run.some.hasWords
    return checks.filter { $0.status == .failed }.map { check in
      Finding(
        rule: "expectation-failed", certainty: .proven, party: .relay, cause: "one-shot, \(check.name): \(check.detail)",
        summary:
          "A recording sent whole to the relay's one-shot endpoint: \(check.detail).\(streamed ? " Streamed, speech comes back as text in this run." : "")",
        remedy:
          "Look at what the endpoint answered, and send it the same recording by hand; check the profile's `one_shot` URL and headers.",
        evidence: [Evidence(session: session.info.number, events: session.end.map { [$0] } ?? [], text: session.story)])
    }
  }
}

extension Expectation {
  /// True where it asks that something come, which a client that has left cannot see.
  fileprivate var isOfWhatComes: Bool {
    switch subject {
    case .latency, .nothingAfterClose: false
    case .messages, .results, .interims, .finals, .metadata: atLeast != nil
    case .close, .wer, .firstResult, .firstFinal, .lastFinal, .closed, .order: true
    }
  }
}
