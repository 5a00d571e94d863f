internal import Diagnosis
internal import Timeline

extension TerminalRenderer {
  /// A table that fits the width: what is left over is the transcript's.
  func sessions(_ report: Report, _ page: inout TerminalPage) {
    let sessions = report.diagnosis.sessions
    page.heading("Sessions")
    guard !sessions.isEmpty else { return page.paragraph("No session was played.", first: "  ") }
    let rows = sessions.map { session -> [String] in
      let row = SessionRow(session)
      let transcript = row.transcript.map { $0.isEmpty ? "(no words)" : TerminalPage.visible($0) } ?? "–"
      return [TerminalPage.visible(row.scenario), row.verdict, row.sent, row.messages, row.results, row.finals, row.close, transcript]
    }
    let titles = ["scenario", "verdict", "sent", "msgs", "results", "finals", "close", "transcript"]
    var widths = titles.indices.map { column in rows.map { Columns.width($0[column]) }.reduce(Columns.width(titles[column])) { max($0, $1) }
    }
    widths[0] = min(widths[0], 20)
    let fixed = 2 + widths.dropLast().reduce(0) { $0 + $1 + 2 }
    widths[7] = min(widths[7], max(0, page.width - fixed))
    let shown = widths[7] >= 6 ? titles.indices.dropLast(0) : titles.indices.dropLast()
    func line(_ cells: [String]) -> String {
      "  "
        + shown.map { column in Columns.pad(Columns.fit(cells[column], widths[column]), widths[column], right: (2...5).contains(column)) }
        .joined(separator: "  ")
    }
    page.line(line(titles), style: .dim)
    for (session, row) in zip(sessions, rows) { page.line(line(row), style: style(session.verdict)) }
    if sessions.contains(where: { $0.close.map { !$0.frame } ?? false }) {
      page.paragraph("close 1006: the connection ended without a Close frame", first: "  ", style: .dim)
    }
    for (reason, skipped) in SessionRow.skipped(sessions) { page.paragraph("\(skipped): skipped, \(reason)", first: "  - ") }
    for session in sessions {
      for failure in SessionRow.failures(session) { page.paragraph(failure, first: "  - ") }
    }
    books(report, &page)
    for line in report.investigated { page.paragraph(line, first: "  + ") }
  }

  /// What came and went, where scenarios were played more than once.
  func repetitions(_ report: Report, _ page: inout TerminalPage) {
    guard let repetitions = report.diagnosis.repetitions else { return }
    page.heading("Repeated")
    page.paragraph(repetitions.verdict, first: "  ", style: repetitions.isFlaky ? .yellow : nil)
    for scenario in repetitions.scenarios {
      let items = repetitions.items(of: scenario.name)
      let counts = items.isEmpty ? "well in \(scenario.played) of \(scenario.played)" : items.map(\.text).joined(separator: ", ")
      page.paragraph("\(scenario.name): \(counts)", first: "  - ")
    }
  }

  private func style(_ verdict: Verdict) -> Paint.Style? {
    switch verdict {
    case .healthy: nil
    case .faulty, .unreachable: .red
    case .inconclusive: .yellow
    }
  }

  /// What the service said beside what the client got, where that tells something.
  func firstMessages(_ report: Report, _ page: inout TerminalPage) {
    let sessions = verbose ? report.diagnosis.sessions.filter { !$0.isSkipped } : report.telling
    guard !sessions.isEmpty else { return }
    page.heading("First messages: what the service said, and what the client got")
    let shown = verbose ? sessions[...] : sessions.prefix(2)
    for session in shown {
      page.paragraph("session \(session.info.number), \(session.info.scenario)", first: "  ")
      if report.run.serviceHop == .direct {
        // There is but one place to look.
      } else if report.run.serviceHop == .unseen {
        page.paragraph("service → relay: not seen. Point the relay's service URL at sttcheck (--service-listen) to see it.", first: "    ")
      } else {
        quotes(session.firstMessages[.service] ?? [], "service → relay", &page)
      }
      quotes(session.firstMessages[.client] ?? [], "\(report.run.clientsPeer.rawValue) → client", &page)
    }
    let rest = sessions.dropFirst(shown.count)
    if !rest.isEmpty {
      page.paragraph("--verbose shows those of \(Wording.list(rest.map(\.info.scenario))) too.", first: "  ", style: .dim)
    }
  }

  private func quotes(_ quotes: [MessageQuote], _ direction: String, _ page: inout TerminalPage) {
    guard !quotes.isEmpty else { return page.paragraph("\(direction): nothing", first: "    ") }
    page.paragraph("\(direction):", first: "    ")
    for quote in quotes {
      page.paragraph(quote.text, first: "      #\(quote.event)  \(Wording.time(quote.at))  ", markStyle: .dim)
    }
  }
}
