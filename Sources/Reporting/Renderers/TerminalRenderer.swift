internal import Diagnosis
internal import Timeline

/// The report for a person at a terminal: the verdict, the causes with what to change, the five questions, the sessions.
package struct TerminalRenderer: Renderer {
  /// Columns that no line exceeds; at least 40.
  package var width: Int
  package var colour: Bool
  /// Everything of everything: all evidence, the first messages of healthy sessions too.
  package var verbose: Bool
  /// Draws the session that explains the run best as a ladder; every session where `verbose`.
  package var ladder: Bool

  package init(width: Int = 80, colour: Bool = false, verbose: Bool = false, ladder: Bool = false) {
    self.width = width
    self.colour = colour
    self.verbose = verbose
    self.ladder = ladder
  }

  package func render(_ report: Report) -> String {
    var page = TerminalPage(width: width, colour: colour)
    verdict(report, &page)
    causes(report, &page)
    notices(report, &page)
    checklist(report, &page)
    resilience(report, &page)
    sessions(report, &page)
    repetitions(report, &page)
    if ladder { ladders(report, &page) }
    firstMessages(report, &page)
    measurement(report, &page)
    return page.text
  }

  private func verdict(_ report: Report, _ page: inout TerminalPage) {
    let (mark, style): (String, Paint.Style) =
      switch report.diagnosis.verdict {
      case .healthy: ("✓", report.warnings.isEmpty ? .green : .yellow)
      case .faulty, .unreachable: ("✗", .red)
      case .inconclusive: ("?", .yellow)
      }
    page.paragraph("\(report.diagnosis.verdict.rawValue.uppercased()): \(report.diagnosis.headline)", first: mark + " ", style: style)
    page.paragraph(Self.about(report), first: "  ")
    if let advice = report.advice { page.paragraph(advice, first: "  → ", style: .yellow) }
    if report.interrupted {
      page.paragraph("The run was interrupted: this covers what was played until then.", first: "! ", style: .yellow)
    }
  }

  /// `relay ws://…, 7 sessions of suite standard, 2026-…`
  static func about(_ report: Report) -> String {
    let count = Wording.count(report.diagnosis.sessions.count, "session")
    let sessions = report.run.suite.map { "\(count) of suite \($0)" } ?? count
    return "\(report.run.clientsPeer.rawValue) \(report.run.relay), \(report.serviceHopWords); \(sessions), \(report.run.startedAt)"
  }

  private func checklist(_ report: Report, _ page: inout TerminalPage) {
    page.heading("Checklist")
    for item in report.diagnosis.checklist {
      let (mark, style): (String, Paint.Style) =
        switch item.answer {
        case .yes: ("✓ yes     ", .green)
        case .no: ("✗ no      ", .red)
        case .unknown: ("? unknown ", .yellow)
        }
      page.paragraph(item.question.rawValue, first: "  \(mark) ", markStyle: style)
      if !item.reason.isEmpty { page.paragraph(item.reason, first: String(repeating: " ", count: 13), style: .dim) }
    }
  }

  private func resilience(_ report: Report, _ page: inout TerminalPage) {
    guard !report.diagnosis.resilience.isEmpty else { return }
    page.heading("When the service fails")
    for row in report.diagnosis.resilience {
      let (mark, look) = ResilienceText.mark(row.verdict)
      let style: Paint.Style = look == "good" ? .green : look == "bad" ? .red : .yellow
      page.paragraph(
        "\(row.scenario)\(row.rules.isEmpty ? "" : " (\(row.rules.joined(separator: ", ")))")", first: "  \(mark) ", markStyle: style)
      page.paragraph(
        "\(row.did); the client saw \(row.saw)\(row.after.map { ", after \(Wording.span($0))" } ?? "")", first: "    ", style: .dim)
      for answer in row.answers where answer.answer == .no || verbose && answer.answer != nil {
        page.paragraph("\(answer.question.rawValue) \(ResilienceText.word(answer.answer)): \(answer.reason)", first: "    - ")
      }
    }
  }

  private func measurement(_ report: Report, _ page: inout TerminalPage) {
    let measurement = report.diagnosis.measurement
    page.heading("How it was measured")
    if let error = measurement.pacingError {
      page.paragraph(
        "Audio left on time to within \(Wording.span(error.p50)) (half of \(Wording.count(error.count, "send"))), "
          + "\(Wording.span(error.p99)) (99 of 100), \(Wording.span(error.max)) (the worst).", first: "  ")
    } else {
      page.paragraph("No audio was sent on a schedule, so there is no pacing error to tell.", first: "  ")
    }
    if !measurement.trustworthy {
      page.paragraph("The times of this run can't be trusted, and no finding rests on them:", first: "  ", style: .yellow)
      for reason in measurement.reasons { page.paragraph(reason, first: "  - ") }
    }
    let shapes = Set(report.diagnosis.sessions.compactMap(\.shapeRead)).sorted()
    if !shapes.isEmpty { page.paragraph("What came back was read as \(Wording.list(shapes)).", first: "  ") }
    page.paragraph(
      "Recorded by sttcheck \(report.run.toolVersion)\(report.diagnosedBy == report.run.toolVersion ? "" : ", judged by \(report.diagnosedBy)"), run \(report.run.id).",
      first: "  ")
  }
}
