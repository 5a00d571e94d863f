internal import Diagnosis
internal import Timeline

/// A comparison for a person at a terminal.
package struct TerminalDiff: Sendable {
  package var width: Int
  package var colour: Bool

  package init(width: Int = 80, colour: Bool = false) {
    self.width = width
    self.colour = colour
  }

  package func render(_ diff: RunDiff) -> String {
    var page = TerminalPage(width: width, colour: colour)
    page.paragraph(diff.headline, first: diff.isRegression ? "✗ " : "✓ ", style: diff.isRegression ? .red : .green)
    side("before", diff.before, &page)
    side("after", diff.after, &page)
    for remark in diff.remarks { page.paragraph(remark, first: "! ", style: .yellow) }
    if !diff.changes.isEmpty {
      page.heading("Verdict and findings")
      for change in diff.changes { self.change(change, &page) }
    }
    let shared = diff.shared
    if !shared.isEmpty {
      page.heading("In several scenarios")
      for item in shared {
        change(item.change, &page)
        page.paragraph("in \(names(item.scenarios, diff))", first: "      ", style: .dim)
      }
    }
    for scenario in diff.single {
      page.heading("Scenario \(scenario.scenario)\(sessions(scenario))")
      for change in scenario.changes { self.change(change, &page) }
    }
    let same = diff.scenarios.filter(\.changes.isEmpty).map(\.scenario)
    if !same.isEmpty {
      page.blank()
      page.paragraph("Unchanged: \(Wording.list(same)).", style: .dim)
    }
    return page.text
  }

  private func side(_ name: String, _ run: RunBehaviour, _ page: inout TerminalPage) {
    page.paragraph("\(run.source), run \(run.run.id), \(run.run.startedAt), relay \(run.run.relay)", first: "  \(Columns.pad(name, 6)) ")
    page.paragraph("\(run.verdict): \(run.headline)", first: "         ", style: .dim)
  }

  private func names(_ scenarios: [String], _ diff: RunDiff) -> String {
    scenarios.count == diff.scenarios.count ? "all \(scenarios.count)" : Wording.list(scenarios)
  }

  private func sessions(_ scenario: ScenarioDiff) -> String {
    scenario.sessions == (1, 1) ? "" : " (\(scenario.sessions.before) and \(Wording.count(scenario.sessions.after, "session")))"
  }

  private func change(_ change: Change, _ page: inout TerminalPage) {
    let (mark, style): (String, Paint.Style?) =
      switch change.effect {
      case .regression: ("✗", .red)
      case .improvement: ("✓", .green)
      case .change: ("·", nil)
      }
    page.paragraph(change.title, first: "  \(mark) ", style: style)
    page.paragraph(change.before ?? "not there", first: "      - ", style: .dim)
    page.paragraph(change.after ?? "not there", first: "      + ")
  }
}
