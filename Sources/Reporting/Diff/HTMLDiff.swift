internal import Timeline

/// A comparison as one page that opens from disk.
package struct HTMLDiff: Sendable {
  package init() {}

  package func render(_ diff: RunDiff) -> String {
    let head = HTML.tag(
      .header, [.class("top \(diff.isRegression ? "bad" : "good")")],
      [
        .tag(.p, [.class("brand")], ["sttcheck diff"]),
        .tag(
          .h1, [],
          [
            .tag(
              .span, [.class("badge")],
              [.tag(.span, [.silent], [.text(diff.isRegression ? "✗" : "✓")]), .text(diff.isRegression ? " Regression" : " No regression")]),
            .unseen(": "), .tag(.span, [.class("headline")], [.text(diff.headline)]),
          ]), sides(diff),
      ] + diff.remarks.map { .tag(.p, [.class("warn")], HTMLProse.sentence($0)) })
    let shared = diff.shared
    let same = diff.scenarios.filter(\.changes.isEmpty)
    let main = HTML.tag(
      .main, [.id("main")],
      [
        part("changes", ["Verdict and findings"], diff.changes, none: "Neither the verdict nor the findings changed."),
        .when(
          !shared.isEmpty, part("shared", ["In several scenarios"], shared.map(\.change), scenarios: shared.map(\.scenarios), none: "")),
      ]
        + diff.single.enumerated().map { part("scenario-\($0 + 1)", ["Scenario ", .code($1.scenario)], $1.changes, none: "") }
        + (same.isEmpty ? [] : [.tag(.p, [.class("dim")], ["Unchanged: "] + HTMLCauses.list(same.map { .code($0.scenario) }) + ["."])]))
    return HTMLWriter.page(HTMLShell.page("sttcheck diff: \(diff.headline)", [head, main]))
  }

  private func sides(_ diff: RunDiff) -> HTML {
    func row(_ title: String, _ value: (RunBehaviour) -> HTML) -> [HTML] { [.text(title), value(diff.before), value(diff.after)] }
    return HTMLShell.table(
      "The runs compared", ["", "before", "after"],
      [
        row("recording") { .code($0.source) }, row("run") { .code($0.run.id) }, row("started") { .text($0.run.startedAt) },
        row("relay") { .code($0.run.relay) }, row("verdict") { .group([.text("\($0.verdict): ")] + HTMLProse.sentence($0.headline)) },
      ])
  }

  private func part(
    _ anchor: String, _ title: [HTML], _ changes: [Change], scenarios: [[String]]? = nil, none: String
  ) -> HTML {
    let rows = changes.enumerated().map { index, change -> [HTML] in
      let place = scenarios.map { [HTML.group(HTMLCauses.list($0[index].map { .code($0) }))] } ?? []
      return [mark(change.effect), .text(change.title), value(change.before), value(change.after)] + place
    }
    let head = ["effect", "what", "before", "after"] + (scenarios == nil ? [] : ["where"])
    return .tag(
      .section, [.labelled(by: anchor)],
      [
        .tag(.h2, [.id(anchor)], title),
        changes.isEmpty ? .tag(.p, [], [.text(none)]) : HTMLShell.table("Changes: \(anchor)", head, rows),
      ])
  }

  private func value(_ text: String?) -> HTML { text.map { .code($0) } ?? .tag(.em, [], ["not there"]) }

  private func mark(_ effect: Change.Effect) -> HTML {
    let (mark, style) =
      switch effect {
      case .regression: ("✗", "bad")
      case .improvement: ("✓", "good")
      case .change: ("·", "dim")
      }
    return .tag(.span, [.class("state \(style)")], [.tag(.span, [.silent], [.text(mark + " ")]), .text(effect.rawValue)])
  }
}
