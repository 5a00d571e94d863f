internal import Diagnosis
internal import Timeline

/// The report for a pull request or a ticket, right on GitHub: whatever came from a relay stands in code spans and fences that it can't leave.
package struct MarkdownRenderer: Renderer {
  /// Only what differs: for a page that many runs share.
  let isSummary: Bool

  package init() { isSummary = false }

  init(isSummary: Bool) { self.isSummary = isSummary }

  package func render(_ report: Report) -> String {
    var page = MarkdownPage()
    head(report, &page)
    for (index, cause) in report.diagnosis.rootCauses.enumerated() {
      self.cause(cause, number: report.diagnosis.rootCauses.count > 1 ? index + 1 : nil, report, &page)
    }
    checklist(report, &page)
    resilience(report, &page)
    sessions(report, &page)
    books(report, &page)
    firstMessages(report, &page)
    ladder(report, &page)
    rest(report, &page)
    return page.text
  }

  private func head(_ report: Report, _ page: inout MarkdownPage) {
    let mark =
      switch report.diagnosis.verdict {
      case .healthy: report.warnings.isEmpty ? "✅" : "⚠️"
      case .faulty, .unreachable: "❌"
      case .inconclusive: "❔"
      }
    page.add("## \(mark) sttcheck: \(report.diagnosis.verdict.rawValue)")
    page.add("**\(MarkdownText.sentence(report.diagnosis.headline))**")
    let count = Wording.count(report.diagnosis.sessions.count, "session")
    let suite = report.run.suite.map { " of suite \(MarkdownText.code($0))" } ?? ""
    let name = report.run.clientsPeer == .relay ? "Relay" : "Service"
    page.add("\(name) \(MarkdownText.code(report.run.relay)), \(count)\(suite), \(MarkdownText.sentence(report.run.startedAt))")
    if let advice = report.advice { page.add("➡️ \(MarkdownText.sentence(advice))") }
    if report.interrupted { page.add("> ⚠️ The run was interrupted: this covers what was played until then.") }
  }

  private func cause(_ cause: RootCause, number: Int?, _ report: Report, _ page: inout MarkdownPage) {
    let finding = cause.finding
    let title = report.title(finding.rule).map { ": \(MarkdownText.sentence($0))" } ?? ""
    page.add("### \(number.map { "\($0). " } ?? "")\(MarkdownText.code(finding.rule))\(title)")
    page.add("*\(MarkdownText.sentence(TerminalRenderer.standing(finding)))*")
    page.add(MarkdownText.sentence(finding.summary))
    page.add("**Evidence**")
    page.add(finding.evidence.prefix(3).flatMap { evidence($0, report) } + more(finding.evidence.dropFirst(3), report))
    if !finding.remedy.isEmpty {
      page.add("**Fix**")
      page.prose(finding.remedy)
    }
    for group in AlternativeGroup.all(of: finding) {
      let rules = group.rules.map(Self.rule)
      guard !group.signs.isEmpty else {
        page.add(
          "**Could also be** \(Wording.list(rules, "or")). To tell them apart: \(MarkdownText.sentence(Wording.ended(group.separateBy)))")
        continue
      }
      page.add("**Could also be** one of these. To tell them apart: \(MarkdownText.sentence(group.separateBy)):")
      page.add(zip(rules, group.signs).map { "- \($0): \(MarkdownText.sentence($1))" })
    }
    if !cause.explains.isEmpty { page.add("It also explains \(Wording.list(cause.explains.map(Self.rule))).") }
  }

  /// An id with what it means.
  private static func rule(_ id: String) -> String {
    MarkdownText.code(id) + (Report.title(id).map { " (\(MarkdownText.sentence($0)))" } ?? "")
  }

  private func evidence(_ evidence: Evidence, _ report: Report) -> [String] {
    let lines = report.lines(evidence)
    let shown = lines.prefix(4).map { line in
      let direction = line.direction.map { ", \($0)" } ?? ""
      return "  - event \(line.id) at \(Wording.time(line.at))\(direction): \(MarkdownText.code(line.text))"
    }
    let more = lines.count > 4 ? ["  - and \(Wording.count(lines.count - 4, "more event"))"] : []
    return ["- \(place(evidence.session, report)): \(MarkdownText.sentence(evidence.text))"] + shown + more
  }

  private func more(_ evidence: ArraySlice<Evidence>, _ report: Report) -> [String] {
    evidence.isEmpty ? [] : ["- The same in \(Wording.list(evidence.map { place($0.session, report) }))."]
  }

  private func place(_ session: Int, _ report: Report) -> String {
    "session \(session)" + (report.scenario(session).map { ", \(MarkdownText.code($0))" } ?? "")
  }

  private func places(_ finding: Finding, _ report: Report) -> String {
    let sessions = finding.evidence.map(\.session).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    return Wording.list(sessions.map { place($0, report) })
  }

  private func checklist(_ report: Report, _ page: inout MarkdownPage) {
    page.add("### Checklist")
    let rows = report.diagnosis.checklist.map { item in
      let mark =
        switch item.answer {
        case .yes: "✅"
        case .no: "❌"
        case .unknown: "❔"
        }
      return "| \(mark) \(item.answer.rawValue) | \(item.question.rawValue) | \(MarkdownText.sentence(item.reason, table: true)) |"
    }
    page.add(["| answer | question | why |", "|---|---|---|"] + rows)
  }

  private func resilience(_ report: Report, _ page: inout MarkdownPage) {
    let rows = report.diagnosis.resilience
    guard !rows.isEmpty else { return }
    page.add("### When the service fails")
    let lines = rows.map { row in
      let mark =
        switch row.verdict {
        case .healthy: "✅"
        case .faulty, .unreachable: "❌"
        case .inconclusive: "❔"
        }
      let rules = row.rules.isEmpty ? "" : ": \(row.rules.map { MarkdownText.code($0, table: true) }.joined(separator: ", "))"
      return
        "| \(MarkdownText.code(row.scenario, table: true)) | \(MarkdownText.sentence(row.did, table: true)) | \(MarkdownText.sentence(row.saw, table: true)) | \(ResilienceText.after(row)) | \(mark) \(row.verdict.rawValue)\(rules) |"
    }
    page.add(["| scenario | what the service did | what the client saw | after | verdict |", "|---|---|---|---|---|"] + lines)
    for row in rows {
      let noes = row.answers.filter { $0.answer == .no }
      guard !noes.isEmpty else { continue }
      page.add(
        noes.map { "- \(MarkdownText.code(row.scenario)): **\($0.question.rawValue)** no, \(MarkdownText.sentence($0.reason))" })
    }
  }

  private func sessions(_ report: Report, _ page: inout MarkdownPage) {
    page.add("### Sessions")
    guard !report.diagnosis.sessions.isEmpty else { return page.add("No session was played.") }
    let rows = report.diagnosis.sessions.map { session in
      let row = SessionRow(session)
      let transcript = row.transcript.map { $0.isEmpty ? "(no words)" : MarkdownText.code(Columns.fit($0, 120), table: true) } ?? "–"
      return
        "| \(MarkdownText.code(row.scenario, table: true)) | \(row.verdict) | \(row.sent) | \(row.messages) | \(row.results) | \(row.finals) | \(row.close) | \(transcript) |"
    }
    page.add(["| \(SessionRow.titles.joined(separator: " | ")) |", "|---|---|--:|--:|--:|--:|--:|---|"] + rows)
    let skipped = SessionRow.skipped(report.diagnosis.sessions).map { "\($0.sessions): skipped, \($0.reason)" }
    let failures = skipped + report.diagnosis.sessions.flatMap(SessionRow.failures)
    if !failures.isEmpty { page.add(failures.map { "- \(MarkdownText.sentence($0))" }) }
    if !report.investigated.isEmpty { page.add(report.investigated.map { "- \(MarkdownText.sentence($0))" }) }
    repetitions(report, &page)
  }

  private func repetitions(_ report: Report, _ page: inout MarkdownPage) {
    guard let repetitions = report.diagnosis.repetitions else { return }
    page.add("### \(repetitions.isFlaky ? "⚠️ " : "")Repeated")
    page.add(MarkdownText.sentence(repetitions.verdict))
    let rows = repetitions.scenarios.map { scenario in
      let items = repetitions.items(of: scenario.name)
      let counts = items.isEmpty ? "well in \(scenario.played) of \(scenario.played)" : items.map(\.text).joined(separator: ", ")
      return "| \(MarkdownText.code(scenario.name, table: true)) | \(MarkdownText.sentence(counts, table: true)) |"
    }
    page.add(["| scenario | how often |", "|---|---|"] + rows)
  }

  private func firstMessages(_ report: Report, _ page: inout MarkdownPage) {
    let telling = report.telling
    guard let first = telling.first else { return }
    page.add("### What the service said, and what the client got")
    quotes(first, report, &page)
    guard telling.count > 1 else { return }
    page.details("First messages of \(Wording.count(telling.count - 1, "more session"))") { page in
      for session in telling.dropFirst().prefix(10) { quotes(session, report, &page) }
    }
  }

  private func quotes(_ session: SessionResult, _ report: Report, _ page: inout MarkdownPage) {
    for hop in report.run.serviceHop == .direct ? [Hop.client] : [.service, .client] {
      let direction = hop == .service ? "service → relay" : "\(report.run.clientsPeer.rawValue) → client"
      let title = "Session \(session.info.number), \(MarkdownText.code(session.info.scenario)), \(direction)"
      let quotes = session.firstMessages[hop] ?? []
      if hop == .service, report.run.serviceHop == .unseen {
        page.add("\(title): not seen; point the relay's service URL at sttcheck (`--service-listen`) to see it")
      } else if quotes.isEmpty {
        page.add("\(title): **nothing**")
      } else {
        page.add("\(title):")
        page.add(MarkdownText.block(quotes.map { "\(Wording.time($0.at))  \($0.text)" }))
      }
    }
  }

  /// The session that explains the run best, drawn.
  private func ladder(_ report: Report, _ page: inout MarkdownPage) {
    guard !report.diagnosis.rootCauses.isEmpty, let ladder = Ladder.telling(report) else { return }
    let lines = LadderText.lines(ladder)
    page.details("Session \(ladder.session) as a ladder: every frame between \(ladder.parties)") { page in
      page.add(MarkdownText.block(lines.map(\.text), language: "text"))
    }
  }

  private func rest(_ report: Report, _ page: inout MarkdownPage) {
    let diagnosis = report.diagnosis
    page.details("Notices, what was provoked, and how it was measured") { page in
      list("Worth knowing", diagnosis.notices.map { "\(MarkdownText.code($0.rule)): \(MarkdownText.sentence($0.summary))" }, &page)
      list(
        "Provoked, as intended",
        diagnosis.provoked.map { "\(MarkdownText.code($0.rule)) in \(places($0, report)): \(MarkdownText.sentence($0.cause))" }, &page)
      list("Could not tell", diagnosis.undecided.map { "\(MarkdownText.code($0.rule)): \(MarkdownText.sentence($0.reason))" }, &page)
      list("The times of this run can't be trusted", diagnosis.measurement.reasons.map { MarkdownText.sentence($0) }, &page)
      if let error = diagnosis.measurement.pacingError {
        page.add(
          "Pacing error over \(Wording.count(error.count, "send")): p50 \(Wording.span(error.p50)), p99 \(Wording.span(error.p99)), worst \(Wording.span(error.max))."
        )
      }
      page.add(
        "Recorded by sttcheck \(MarkdownText.code(report.run.toolVersion)), judged by \(MarkdownText.code(report.diagnosedBy)), run \(MarkdownText.code(report.run.id))."
      )
      if !report.run.command.isEmpty {
        page.add("To play it again:")
        page.add(MarkdownText.block([report.run.command], language: "sh"))
      }
    }
  }

  private func list(_ title: String, _ items: [String], _ page: inout MarkdownPage) {
    guard !items.isEmpty else { return }
    page.add("**\(title)**")
    page.add(items.map { "- \($0)" })
  }
}
