internal import Diagnosis
internal import Timeline

extension TerminalRenderer {
  /// Errors first, then warnings: each with its proof and what to change.
  func causes(_ report: Report, _ page: inout TerminalPage) {
    let causes = report.diagnosis.rootCauses
    for (index, cause) in causes.enumerated() {
      page.blank()
      let number = causes.count > 1 ? "\(index + 1). " : ""
      let finding = cause.finding
      page.paragraph(
        number + finding.rule + (report.title(finding.rule).map { ": \($0)" } ?? ""), rest: "   ",
        style: finding.severity == .error ? .red : .yellow)
      page.paragraph(Self.standing(finding), first: "   ", style: .dim)
      page.blank()
      page.paragraph(finding.summary, first: "   ")
      evidence(finding, report, &page)
      if !cause.explains.isEmpty {
        page.blank()
        let echoes = cause.explains.map { rule in rule + (Report.title(rule).map { " (\($0))" } ?? "") }
        page.paragraph("It also explains \(Wording.list(echoes)).", first: "   ")
      }
      alternatives(finding, &page)
      if !finding.remedy.isEmpty {
        page.blank()
        let language = CodeLanguage(startedBy: report.run) ?? .python
        let whole = Prose.blocks(finding.remedy)
        let shown = Prose.inOneLanguage(whole, preferring: language.rawValue)
        page.prose(shown, indent: "   ", first: "   Fix: ", markStyle: .green)
        if shown != whole {
          page.blank()
          if finding.party == .relay {
            page.paragraph("(`client` and `service` are the relay's two connections.)", first: "   ", style: .dim)
          }
          page.paragraph("For \(language.other): sttcheck rules \(finding.rule)", first: "   ", style: .dim)
        }
      }
    }
  }

  /// `error, proven by the recording; the relay is at fault`
  static func standing(_ finding: Finding) -> String {
    let certainty =
      switch finding.certainty {
      case .proven: "proven: the frames are in the recording"
      case .inferred: "inferred: the sessions of this run, compared, leave no other cause"
      case .suspected: "suspected: it fits what was seen, and so does something else"
      }
    let party =
      finding.party == .network
      ? "the network's doing" : finding.party == .sttcheck ? "sttcheck's own doing" : "at fault: the \(finding.party.rawValue)"
    return "\(finding.severity.rawValue), \(party) (\(certainty))"
  }

  private func evidence(_ finding: Finding, _ report: Report, _ page: inout TerminalPage) {
    guard !finding.evidence.isEmpty else { return }
    page.blank()
    page.paragraph("Evidence", first: "   ", style: .bold)
    let shown = verbose ? finding.evidence[...] : finding.evidence.prefix(2)
    for evidence in shown {
      page.paragraph("\(Self.place(evidence.session, report)): \(evidence.text)", first: "   - ")
      let lines = report.lines(evidence)
      let width = lines.map { String($0.id).count }.max() ?? 0
      for line in verbose ? lines[...] : lines.prefix(4) {
        let head = "     \(Columns.pad("#\(line.id)", width + 1))  \(Columns.pad(Wording.time(line.at), 9, right: true))  "
        page.paragraph([line.direction, line.text].compactMap(\.self).joined(separator: ": "), first: head, markStyle: .dim)
      }
      if !verbose, lines.count > 4 {
        page.paragraph("and \(Wording.count(lines.count - 4, "more event")): \(ids(lines.dropFirst(4)))", first: "     ")
      }
    }
    let rest = finding.evidence.dropFirst(shown.count)
    if !rest.isEmpty {
      let places = rest.map { evidence in "\(Self.place(evidence.session, report)) (\(ids(report.lines(evidence)[...])))" }
      page.paragraph("The same in \(Wording.list(places)).", first: "   - ")
    }
  }

  /// `#3, #7`, at most six.
  private func ids(_ lines: ArraySlice<EventLine>) -> String {
    lines.prefix(6).map { "#\($0.id)" }.joined(separator: ", ") + (lines.count > 6 ? " …" : "")
  }

  /// `session 1, baseline`
  static func place(_ session: Int, _ report: Report) -> String {
    report.scenario(session).map { "session \(session), \($0)" } ?? "session \(session)"
  }

  private func alternatives(_ finding: Finding, _ page: inout TerminalPage) {
    for group in AlternativeGroup.all(of: finding) {
      page.blank()
      let rules = group.rules.map { rule in rule + (Report.title(rule).map { " (\($0))" } ?? "") }
      guard !group.signs.isEmpty else {
        page.paragraph(
          "Could also be \(Wording.list(rules, "or")). To tell them apart: \(Wording.ended(group.separateBy))", first: "   ")
        continue
      }
      page.paragraph("Could also be one of these. To tell them apart: \(group.separateBy):", first: "   ")
      for (rule, sign) in zip(rules, group.signs) { page.paragraph("\(rule): \(sign)", first: "   - ") }
    }
  }

  /// What is worth knowing, what was broken on purpose, and what nobody could tell.
  func notices(_ report: Report, _ page: inout TerminalPage) {
    if !report.diagnosis.notices.isEmpty {
      page.heading("Worth knowing")
      for notice in report.diagnosis.notices {
        page.paragraph("\(notice.rule): \(notice.summary) (\(Self.places(notice, report)))", first: "  - ")
      }
    }
    if !report.diagnosis.provoked.isEmpty {
      page.heading("Provoked, as intended")
      for finding in report.diagnosis.provoked {
        page.paragraph("\(finding.rule): \(finding.cause) (\(Self.places(finding, report)))", first: "  - ")
      }
    }
    if !report.diagnosis.undecided.isEmpty, verbose || report.diagnosis.verdict == .inconclusive {
      page.heading("Could not tell")
      for item in report.diagnosis.undecided { page.paragraph("\(item.rule): \(item.reason)", first: "  - ") }
    }
  }

  /// `session 5, too-fast`
  static func places(_ finding: Finding, _ report: Report) -> String {
    let sessions = finding.evidence.map(\.session).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    return Wording.list(sessions.map { place($0, report) })
  }
}
