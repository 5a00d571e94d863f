internal import Diagnosis
internal import Timeline

/// Runs and trends for a ticket.
package struct MarkdownHistory: Sendable {
  package init() {}

  package func render(_ history: History) -> String {
    var page = MarkdownPage()
    page.add("## sttcheck history: \(MarkdownText.sentence(history.headline))")
    page.add(history.remarks.map { "- ⚠️ \(MarkdownText.sentence($0))" })
    guard !history.runs.isEmpty else { return page.text }
    page.add(["| started | run | verdict | healthy | recording | headline |", "|---|---|---|--:|---|---|"] + history.runs.map(row))
    page.add("### Trend, oldest first")
    page.add(
      ["| scenario | verdicts | \(HistoryFigure.allCases.map(\.rawValue).joined(separator: " | ")) |", "|---|---|--:|--:|--:|"]
        + history.trends.map(trend))
    return page.text
  }

  private func row(_ run: HistoryRun) -> String {
    let cells = [
      MarkdownText.sentence(run.run.startedAt, table: true), MarkdownText.code(run.run.id, table: true),
      "\(Self.emoji(run.verdict)) \(run.verdict.rawValue)\(run.interrupted ? ", interrupted" : "")",
      "\(run.healthySessions) of \(run.sessions)", MarkdownText.code(run.source, table: true),
      MarkdownText.sentence(run.headline, table: true),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private func trend(_ trend: History.Trend) -> String {
    let marks = trend.points.suffix(30).map { $0.map { Self.emoji($0.verdict) } ?? "·" }.joined()
    let figures = HistoryFigure.allCases.map { $0.course(trend) ?? "–" }
    return "| \(MarkdownText.code(trend.scenario, table: true)) | \(marks) | \(figures.joined(separator: " | ")) |"
  }

  private static func emoji(_ verdict: Verdict) -> String {
    switch verdict {
    case .healthy: "✅"
    case .faulty, .unreachable: "❌"
    case .inconclusive: "❔"
    }
  }
}
