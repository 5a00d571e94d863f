internal import Diagnosis
internal import Timeline

/// The books of one session: what went in beside what came out, and under a line that does not balance what differs, and where to see it.
enum HTMLBooks {
  static func section(_ view: HTMLSessionView, _ report: Report) -> HTML {
    let result = view.session.result
    guard let account = result.account, let books = BookLine.all(result, report) else { return .nothing }
    let title = HTML.tag(.h4, [], ["In and out ", state(account, report)])
    let head = ["", "went in", "came out"].map { HTML.tag(.th, [.scope("col")], [$0.isEmpty ? .unseen("what") : .text($0)]) }
    let more: HTML = .when(books.more > 0, .tag(.p, [.class("dim")], [.text("\(Wording.count(books.more, "more line")) of it balance.")]))
    return .group([
      title,
      .tag(
        .div, [.class("scroll"), .role("region"), .tabindex(0), .label("What went in and what came out in session \(result.info.number)")],
        [
          .tag(
            .table, [.class("books")],
            [.tag(.thead, [], [.tag(.tr, [], head)]), .tag(.tbody, [], books.shown.flatMap { rows($0, view) })])
        ]), more,
    ])
  }

  private static func state(_ account: Account, _ report: Report) -> HTML {
    let isBalanced = account.isBalanced
    let seen = report.run.serviceHop == .unseen ? "balances, as far as the client sees" : "balances"
    return .tag(
      .span, [.class("state \(isBalanced ? "good" : "bad")")],
      [.tag(.span, [.silent], [isBalanced ? "✓ " : "✗ "]), .text(isBalanced ? seen : "does not balance")])
  }

  private static func rows(_ line: BookLine, _ view: HTMLSessionView) -> [HTML] {
    let style = style(line.mark)
    let cells = [line.into, line.outOf].map { HTML.tag(.td, $0 == nil ? [.class("dim")] : [], [.text($0 ?? BookLine.unseen)]) }
    let row = HTML.tag(
      .tr, [.class(style)],
      [
        .tag(
          .th, [.scope("row")],
          [.tag(.span, [.class("mark"), .silent], [.text(line.mark.sign)]), .text(line.matter), .unseen(" (\(line.mark.word))")])
      ] + cells)
    return [row] + line.differences.map { difference($0, view) }
  }

  private static func style(_ mark: BookLine.Mark) -> String {
    switch mark {
    case .balanced: "even"
    case .differs: "odd"
    case .remark: "remark"
    case .unseen, .plain: "half"
    }
  }

  private static func difference(_ difference: BookDifference, _ view: HTMLSessionView) -> HTML {
    var said: [HTML] = [
      .tag(.strong, [], [.text(difference.what)]),
      .text(", \(difference.when), owed by \(difference.owner). "),
      .tag(.span, [.class("from")], HTMLProse.sentence(HTMLVerdict.sentence(difference.text))),
    ]
    if let standing = difference.standing {
      said += [" ", .text(standing.prefix(1).uppercased() + standing.dropFirst())]
      if let rule = difference.rule { said += [" ", .code(rule)] }
      said.append(".")
    }
    let links: [HTML] = difference.events.compactMap { link($0, view) }.flatMap { [" ", $0] }
    if !links.isEmpty { said += [" ", .tag(.span, [.class("ways")], ["Evidence:"] + links)] }
    return .tag(.tr, [.class(difference.isFault ? "gap odd" : "gap remark")], [.tag(.td, [.colspan(3)], said)])
  }

  /// To where the event is drawn, else to its row.
  private static func link(_ event: Int64, _ view: HTMLSessionView) -> HTML? {
    if let arrow = view.arrows[event] { return .link(arrow, [.text("#\(event)")], [.label("Show event \(event) in the ladder")]) }
    return view.rows[event].map { .link($0, [.text("#\(event)")], [.label("Show event \(event) in the frame table")]) }
  }
}
