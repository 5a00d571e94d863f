internal import Diagnosis
internal import Timeline

/// A comparison for a pull request or a ticket.
package struct MarkdownDiff: Sendable {
  package init() {}

  package func render(_ diff: RunDiff) -> String {
    var page = MarkdownPage()
    page.add("## \(diff.isRegression ? "❌" : "✅") sttcheck diff: \(MarkdownText.sentence(diff.headline))")
    page.add(["| | before | after |", "|---|---|---|"] + sides(diff))
    page.add(diff.remarks.map { "- ⚠️ \(MarkdownText.sentence($0))" })
    if !diff.changes.isEmpty {
      page.add("### Verdict and findings")
      page.add(table(diff.changes))
    }
    let shared = diff.shared
    if !shared.isEmpty {
      page.add("### In several scenarios")
      page.add(table(shared.map(\.change), scenarios: shared.map(\.scenarios)))
    }
    for scenario in diff.single {
      page.add("### \(MarkdownText.code(scenario.scenario))")
      page.add(table(scenario.changes))
    }
    let same = diff.scenarios.filter(\.changes.isEmpty).map { MarkdownText.code($0.scenario) }
    if !same.isEmpty { page.add("Unchanged: \(Wording.list(same)).") }
    return page.text
  }

  private func sides(_ diff: RunDiff) -> [String] {
    func row(_ title: String, _ value: (RunBehaviour) -> String) -> String {
      "| \(title) | \(value(diff.before)) | \(value(diff.after)) |"
    }
    return [
      row("recording") { MarkdownText.code($0.source, table: true) }, row("run") { MarkdownText.code($0.run.id, table: true) },
      row("started") { MarkdownText.sentence($0.run.startedAt, table: true) },
      row("relay") { MarkdownText.code($0.run.relay, table: true) },
      row("verdict") { "\($0.verdict): \(MarkdownText.sentence($0.headline, table: true))" },
    ]
  }

  /// - Parameter scenarios: Of each change, where it is not the one of the heading.
  private func table(_ changes: [Change], scenarios: [[String]]? = nil) -> [String] {
    let more = scenarios == nil ? ("", "") : (" where |", "---|")
    return ["| | what | before | after |\(more.0)", "|---|---|---|---|\(more.1)"]
      + changes.enumerated().map { index, change in
        let place = scenarios.map { " \(Wording.list($0[index].map { MarkdownText.code($0, table: true) })) |" } ?? ""
        return row(change) + place
      }
  }

  private func row(_ change: Change) -> String {
    let mark =
      switch change.effect {
      case .regression: "❌ regression"
      case .improvement: "✅ improvement"
      case .change: "change"
      }
    func cell(_ text: String?) -> String { text.map { MarkdownText.code($0, table: true) } ?? "–" }
    return "| \(mark) | \(MarkdownText.sentence(change.title, table: true)) | \(cell(change.before)) | \(cell(change.after)) |"
  }
}
