internal import Diagnosis
internal import Timeline

/// How the relay took each misbehaviour of the service: a row each, and under it what was asked of the relay.
enum HTMLResilience {
  private static let columns = ["scenario", "what the service did", "what the client saw", "after", "verdict"]

  static func section(_ page: HTMLPage) -> HTML {
    let rows = page.report.diagnosis.resilience
    guard !rows.isEmpty else { return .nothing }
    return .tag(
      .section, [.labelled(by: "resilience")],
      [
        .tag(.h2, [.id("resilience")], ["When the service fails"]),
        .tag(
          .div, [.class("scroll"), .role("region"), .tabindex(0), .label("How the relay took each failure of the service")],
          [
            .tag(
              .table, [.class("overview")],
              [
                .tag(.caption, [.class("unseen")], ["Failures of the service, and what the client saw of them"]),
                .tag(.thead, [], [.tag(.tr, [], columns.map { .tag(.th, [.scope("col")], [.text($0)]) })]),
                .tag(.tbody, [], rows.flatMap { row($0, page) }),
              ])
          ]),
      ])
  }

  private static func row(_ row: ResilienceRow, _ page: HTMLPage) -> [HTML] {
    let name: HTML = page.listed.contains(row.session) ? .link(HTMLSession.anchor(row.session), [.text(row.scenario)]) : .text(row.scenario)
    let (mark, style) = ResilienceText.mark(row.verdict)
    let verdict = HTML.tag(.span, [.class("state \(style)")], [.tag(.span, [.silent], [.text("\(mark) ")]), .text(row.verdict.rawValue)])
    let rules = row.rules.flatMap { [HTML.text(" "), .code($0)] }
    let cells = [
      HTML.tag(.th, [.scope("row")], [name]), .tag(.td, [], [.text(row.did)]), .tag(.td, [.class("from")], [.text(row.saw)]),
      .tag(.td, [.class("number")], [.text(ResilienceText.after(row))]), .tag(.td, [], [verdict] + rules),
    ]
    let told = row.answers.filter { $0.answer != nil }
    guard !told.isEmpty else { return [.tag(.tr, [], cells)] }
    let answers = told.map { answer in
      HTML.tag(
        .li, [],
        [
          .tag(.strong, [], [.text(answer.question.rawValue)]), .text(" \(ResilienceText.word(answer.answer))"),
          .tag(.span, [.class("from")], [.text(answer.reason.isEmpty ? "" : ": \(answer.reason)")]),
        ])
    }
    return [.tag(.tr, [], cells), .tag(.tr, [.class("gap")], [.tag(.td, [.colspan(columns.count)], [.tag(.ul, [], answers)])])]
  }
}
