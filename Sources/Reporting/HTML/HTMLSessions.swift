internal import Diagnosis
internal import Timeline

/// All sessions: a table to choose from, then each by itself.
enum HTMLSessions {
  static func section(_ page: HTMLPage) -> HTML {
    let heading = HTML.tag(.h2, [.id("sessions")], ["Sessions"])
    guard !page.sessions.isEmpty else {
      return .tag(.section, [.labelled(by: "sessions")], [heading, .tag(.p, [], ["No session was played."])])
    }
    return .tag(
      .section, [.labelled(by: "sessions")],
      [heading, overview(page), left(page)] + page.views.map { HTMLSessionCard.card($0, page.report) })
  }

  /// What there was no room for, said plainly.
  private static func left(_ page: HTMLPage) -> HTML {
    let undrawn = page.listed.count - page.views.count
    let unlisted = page.sessions.count - page.listed.count
    let parts = [
      undrawn > 0 ? "\(Wording.count(undrawn, "session")) stand in this table only: the page would be too long." : nil,
      unlisted > 0 ? "\(Wording.count(unlisted, "session")) more are not on this page." : nil,
    ].compactMap(\.self)
    guard !parts.isEmpty else { return .nothing }
    return .tag(.p, [], HTMLProse.sentence((parts + ["`sttcheck frames` shows every frame."]).joined(separator: " ")))
  }

  private static func overview(_ page: HTMLPage) -> HTML {
    let head = ["", "scenario", "verdict", "sent", "messages", "results", "finals", "close", "transcript"]
    let numbers = 3...7
    let drawn = Set(page.views.map(\.session.result.info.number))
    let rows = page.sessions.filter { page.listed.contains($0.result.info.number) }.map { session -> HTML in
      let number = session.result.info.number
      let isDrawn = drawn.contains(number)
      let row = SessionRow(session.result)
      let cells = ["\(number)", row.scenario, row.verdict, row.sent, row.messages, row.results, row.finals, row.close]
      let transcript: HTML = row.transcript.map { $0.isEmpty ? .tag(.em, [], ["no words"]) : .text(Columns.fit($0, 90)) } ?? "–"
      let tags = cells.enumerated().map { index, cell -> HTML in
        switch index {
        case 1: .tag(.th, [.scope("row")], [isDrawn ? .link(HTMLSession.anchor(number), [.text(cell)]) : .text(cell)])
        case 2: .tag(.td, [], [verdict(session.result)])
        default: .tag(.td, numbers.contains(index) ? [.class("number")] : [], [.text(cell)])
        }
      }
      return .tag(.tr, isDrawn ? [] : [.id(HTMLSession.anchor(number))], tags + [.tag(.td, [.class("from")], [transcript])])
    }
    return .tag(
      .div, [.class("scroll"), .role("region"), .tabindex(0), .label("Table of sessions")],
      [
        .tag(
          .table, [.class("overview")],
          [
            .tag(.caption, [.class("unseen")], ["Sessions of this run"]),
            .tag(
              .thead, [],
              [
                .tag(
                  .tr, [],
                  head.enumerated().map { index, title in
                    .tag(
                      .th, [.scope("col")] + (numbers.contains(index) ? [.class("number")] : []),
                      [title.isEmpty ? .unseen("number") : .text(title)])
                  })
              ]),
            .tag(.tbody, [], rows),
          ])
      ])
  }

  static func verdict(_ session: SessionResult) -> HTML {
    let (mark, style) =
      switch session.verdict {
      case _ where session.isSkipped: ("–", "dim")
      case .healthy: ("✓", "good")
      case .faulty, .unreachable: ("✗", "bad")
      case .inconclusive: ("?", "fair")
      }
    let word = session.isSkipped ? "skipped" : session.verdict.rawValue
    return .tag(.span, [.class("state \(style)")], [.tag(.span, [.silent], [.text(mark + " ")]), .text(word)])
  }
}
