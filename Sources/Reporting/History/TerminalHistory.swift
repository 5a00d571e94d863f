internal import Diagnosis
internal import Timeline

/// Runs, one a line, and the trend of each scenario, at a terminal.
package struct TerminalHistory: Sendable {
  package var width: Int
  package var colour: Bool

  package init(width: Int = 80, colour: Bool = false) {
    self.width = width
    self.colour = colour
  }

  package func render(_ history: History) -> String {
    var page = TerminalPage(width: width, colour: colour)
    page.paragraph(history.headline, style: .bold)
    for remark in history.remarks { page.paragraph(remark, first: "! ", style: .yellow) }
    guard !history.runs.isEmpty else { return page.text }
    page.blank()
    let many = Set(history.runs.map(\.source)).count > 1
    // As much of each id as tells it from the others, and can be named in `--run`.
    let ids = history.runs.map(\.run.id)
    let short = (8...20).first { length in Set(ids.map { $0.prefix(length) }).count == Set(ids).count } ?? 8
    for run in history.runs { line(run, many, id: short, &page) }
    page.heading("Trend, oldest first: verdicts, then first and last figures")
    let names = min(24, history.trends.map { Columns.width(TerminalPage.visible($0.scenario)) }.max() ?? 0)
    for trend in history.trends {
      let marks = trend.points.suffix(30).map { $0.map { History.mark($0.verdict) } ?? "·" }.joined()
      let figures = HistoryFigure.allCases.compactMap { figure in figure.course(trend).map { "\(figure.rawValue) \($0)" } }
      let name = Columns.pad(Columns.fit(TerminalPage.visible(trend.scenario), names), names)
      page.paragraph(([marks] + figures).joined(separator: ", "), first: "  \(name)  ")
    }
    if history.trends.contains(where: { $0.points.contains { $0 == nil } }) {
      page.paragraph("· not played in that run", first: "  ", style: .dim)
    }
    return page.text
  }

  /// `2026-11-23 10:00  3f2a91c0  ✗ faulty   2/3  early-break: …`
  private func line(_ run: HistoryRun, _ named: Bool, id: Int, _ page: inout TerminalPage) {
    let time = String(run.run.startedAt.prefix(16)).replacing("T", with: " ")
    let style: Paint.Style? =
      switch run.verdict {
      case .healthy: nil
      case .faulty, .unreachable: .red
      case .inconclusive: .yellow
      }
    let healthy = "\(run.healthySessions)/\(run.sessions)"
    let verdict = Columns.pad("\(History.mark(run.verdict)) \(run.verdict.rawValue)", 14)
    let source = named ? " [\(run.source)]" : ""
    let stopped = run.interrupted ? " (interrupted)" : ""
    page.line(
      "\(time)  \(Columns.pad(String(run.run.id.prefix(id)), id))  \(verdict) \(Columns.pad(healthy, 5, right: true))  \(run.headline)\(stopped)\(source)",
      style: style)
  }
}
