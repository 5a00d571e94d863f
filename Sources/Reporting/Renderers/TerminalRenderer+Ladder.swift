internal import Diagnosis
internal import Timeline

extension TerminalRenderer {
  func ladders(_ report: Report, _ page: inout TerminalPage) {
    page.heading("Ladder")
    let drawn = verbose ? report.recording.sessions.map { Ladder(session: $0, in: report.recording, diagnosis: report.diagnosis) } : []
    let ladders = verbose ? drawn.filter { !$0.rows.isEmpty } : [Ladder.telling(report)].compactMap(\.self)
    guard !ladders.isEmpty else { return page.paragraph("Nothing was played.", first: "  ") }
    for (index, ladder) in ladders.enumerated() {
      if index > 0 { page.blank() }
      for line in LadderText.lines(ladder, width: page.width) { page.line(line.text, style: style(line.emphasis)) }
    }
  }

  private func style(_ emphasis: LadderText.Line.Emphasis) -> Paint.Style? {
    switch emphasis {
    case .plain: nil
    case .evidence: .yellow
    case .missing: .red
    case .heading: .bold
    }
  }
}
