internal import Diagnosis
internal import Timeline

extension CheckSuite {
  /// The diagnosis first, with one case a root cause; then each session with one case an expectation.
  static func all(_ report: Report) -> [CheckSuite] {
    let names = report.diagnosis.sessions.map(\.info.scenario)
    let sessions = report.diagnosis.sessions.map { session in
      let isOnly = names.count { $0 == session.info.scenario } == 1
      return suite(session, name: isOnly ? session.info.scenario : "\(session.info.scenario) (session \(session.info.number))", report)
    }
    return [diagnosis(report)] + sessions + (report.diagnosis.repetitions.map { [repetitions($0, report)] } ?? [])
  }

  /// A case each scenario that was played more than once: it passes where it went well every time.
  private static func repetitions(_ repetitions: Repetitions, _ report: Report) -> CheckSuite {
    let cases = repetitions.scenarios.map { scenario in
      let items = repetitions.items(of: scenario.name)
      let message = items.map(\.text).joined(separator: ", ")
      guard items.contains(where: { $0.kind == .scenario }) else {
        return CheckCase(name: scenario.name, outcome: .passed, output: items.isEmpty ? [] : [message])
      }
      return CheckCase(
        name: scenario.name, outcome: .failed(type: items.contains(where: \.isFlaky) ? "flaky" : "every-time", message: message))
    }
    return CheckSuite(name: "repetitions", took: 0, startedAt: report.run.startedAtUnixNanoseconds, cases: cases)
  }

  private static func diagnosis(_ report: Report) -> CheckSuite {
    let ended = report.diagnosis.sessions.compactMap(\.info.endedAt).max() ?? 0
    var suite = CheckSuite(name: "diagnosis", took: max(0, ended), startedAt: report.run.startedAtUnixNanoseconds, cases: [])
    for (index, cause) in report.diagnosis.rootCauses.enumerated() {
      var item = self.cause(cause, report)
      let before = report.diagnosis.rootCauses.prefix(index).count { $0.finding.rule == cause.finding.rule }
      if before > 0 { item.name += " (\(before + 1))" }
      if index == 0, let ladder = ladder(report) { item.output += (item.output.isEmpty ? [] : [""]) + ladder }
      suite.cases.append(item)
    }
    if report.errors.isEmpty { suite.cases.append(CheckCase(name: "nothing at fault", outcome: overall(report))) }
    if report.interrupted {
      let message = "the run was interrupted: this covers what was played until then"
      suite.cases.append(CheckCase(name: "played to its end", outcome: .errored(type: "interrupted", message: message)))
    }
    for item in report.diagnosis.undecided {
      let place = item.session.map { "session \($0): " } ?? ""
      suite.cases.append(CheckCase(name: item.rule, outcome: .skipped("could not tell: \(place)\(item.reason)")))
    }
    let measurement = report.diagnosis.measurement
    let doubts = "the times can't be trusted, and no finding rests on them: \(measurement.reasons.joined(separator: "; "))"
    suite.cases.append(CheckCase(name: "measurement", outcome: measurement.trustworthy ? .passed : .skipped(doubts)))
    return suite
  }

  private static func overall(_ report: Report) -> CheckCase.Outcome {
    let verdict = report.diagnosis.verdict
    let message = report.diagnosis.headline + (report.advice.map { "; \($0)" } ?? "")
    return verdict == .healthy ? .passed : .errored(type: verdict.rawValue, message: message)
  }

  /// An error is a failure of the relay, unless there was none to judge: then, and where the trouble is our own, it is an error of the run.
  private static func cause(_ cause: RootCause, _ report: Report) -> CheckCase {
    let finding = cause.finding
    var item = CheckCase(name: finding.rule, outcome: .passed, fields: fields(cause, report))
    guard finding.severity == .error else { return item }
    let message = "\(finding.cause)\(finding.cause.hasSuffix(".") ? "" : ":") \(finding.summary)"
    item.outcome =
      report.diagnosis.verdict == .unreachable || finding.party == .sttcheck
      ? .errored(type: finding.rule, message: message) : .failed(type: finding.rule, message: message)
    return item
  }

  private static func fields(_ cause: RootCause, _ report: Report) -> [CheckCase.Field] {
    let finding = cause.finding
    let evidence = finding.evidence.prefix(5).flatMap { evidence -> [String] in
      let lines = report.lines(evidence).prefix(4).map { line in
        "  event \(line.id) at \(Wording.time(line.at)), " + [line.direction, line.text].compactMap(\.self).joined(separator: ": ")
      }
      return ["\(TerminalRenderer.place(evidence.session, report)): \(evidence.text)"] + lines
    }
    let alternatives = AlternativeGroup.all(of: finding).flatMap { group in
      ["\(Wording.list(group.rules, "or")); to tell them apart: \(group.separateBy)"]
        + zip(group.rules, group.signs).map { "  \($0): \($1)" }
    }
    let more = finding.evidence.count > 5 ? ["and in \(Wording.count(finding.evidence.count - 5, "more session"))"] : []
    let fields = [
      finding.severity == .error ? ("headline", [report.diagnosis.headline]) : (finding.severity.rawValue, [finding.summary]),
      ("standing", [TerminalRenderer.standing(finding)]), ("evidence", evidence + more),
      ("fix", fix(finding.remedy)), ("explains", cause.explains), ("alternatives", alternatives),
    ]
    return fields.filter { !$0.1.isEmpty }.map { CheckCase.Field(name: $0.0, lines: $0.1) }
  }

  /// The remedy without its Markdown.
  static func fix(_ remedy: String) -> [String] {
    Prose.blocks(remedy).flatMap { block in
      switch block {
      case .paragraph(let text): [text]
      case .code(_, let lines): lines.map { "    " + $0 }
      }
    }
  }

  private static func ladder(_ report: Report) -> [String]? {
    Ladder.telling(report).map { LadderText.lines($0, width: 100).map(\.text) }
  }

  private static func suite(_ session: SessionResult, name: String, _ report: Report) -> CheckSuite {
    let info = session.info
    let took = max(0, (info.endedAt ?? info.startedAt) &- info.startedAt)
    var verdict = CheckCase(name: "verdict", outcome: outcome(session, report), took: took)
    if verdict.outcome.kind == .failed || verdict.outcome.kind == .errored { verdict.output = said(session) }
    let checks = session.checks.map { check in
      let outcome: CheckCase.Outcome =
        switch check.status {
        case .passed: .passed
        case .failed:
          .failed(
            type: check.explainedBy ?? "expectation-failed",
            message: check.detail + (check.explainedBy.map { " (explained by \($0))" } ?? ""))
        case .skipped: .skipped(check.detail)
        }
      return CheckCase(name: check.name, outcome: outcome)
    }
    return CheckSuite(
      name: name, session: session, took: took, startedAt: report.run.startedAtUnixNanoseconds &+ info.startedAt,
      cases: [verdict] + checks)
  }

  private static func outcome(_ session: SessionResult, _ report: Report) -> CheckCase.Outcome {
    if case .skipped(let reason) = session.info.outcome { return .skipped(reason) }
    let causes = report.errors.filter { cause in cause.finding.evidence.contains { $0.session == session.info.number } }
    let message = causes.isEmpty ? report.diagnosis.headline : causes.map(\.finding.cause).joined(separator: "; ")
    let type = causes.first?.finding.rule ?? session.verdict.rawValue
    switch session.verdict {
    case .healthy: return .passed
    case .faulty: return .failed(type: type, message: message)
    case .unreachable: return .errored(type: type, message: message)
    case .inconclusive:
      if session.info.outcome == .interrupted { return .errored(type: "interrupted", message: "the session was interrupted") }
      return .errored(type: "inconclusive", message: "it can't be told whether the relay did right in this session")
    }
  }

  /// The first messages, which say most about what went wrong.
  private static func said(_ session: SessionResult) -> [String] {
    [(Hop.service, "service → relay"), (Hop.client, "relay → client")].flatMap { hop, direction -> [String] in
      guard let quotes = session.firstMessages[hop] else { return [] }
      return ["\(direction):\(quotes.isEmpty ? " nothing" : "")"] + quotes.map { "  \(Wording.time($0.at))  \($0.text)" }
    }
  }
}
