/// What every page has around its content: the head with its style, and the script.
enum HTMLShell {
  static func page(_ title: String, _ body: [HTML]) -> HTML {
    .tag(
      .html, [.lang("en")],
      [
        .tag(
          .head, [],
          [
            .tag(.meta, [.charset("utf-8")]),
            .tag(.meta, [.name("viewport"), .content("width=device-width, initial-scale=1")]),
            .tag(.meta, [.name("referrer"), .content("no-referrer")]),
            .tag(.title, [], [.text(title)]),
            .tag(.style, [], [.newline] + PageFile.style.map(HTML.verbatim)),
          ]),
        .tag(.body, [], body + [.tag(.script, [], [.newline, .verbatim(.script)])]),
      ])
  }

  /// A table that scrolls sideways where the page is narrow.
  static func table(_ label: String, _ head: [String], _ rows: [[HTML]], numbers: Set<Int> = []) -> HTML {
    func number(_ index: Int) -> [HTMLAttribute] { numbers.contains(index) ? [.class("number")] : [] }
    let titles = head.enumerated().map { HTML.tag(.th, [.scope("col")] + number($0), [$1.isEmpty ? .unseen("what") : .text($1)]) }
    return .tag(
      .div, [.class("scroll"), .role("region"), .tabindex(0), .label(label)],
      [
        .tag(
          .table, [],
          [
            .tag(.thead, [], [.tag(.tr, [], titles)]),
            .tag(.tbody, [], rows.map { row in .tag(.tr, [], row.enumerated().map { .tag(.td, number($0), [$1]) }) }),
          ])
      ])
  }
}
