internal import Diagnosis
internal import Timeline

/// What every part of the page needs: the report, and where on the page an event is drawn.
struct HTMLPage {
  let report: Report
  let sessions: [HTMLSession]
  /// Those that are drawn, in their order.
  let views: [HTMLSessionView]
  /// Numbers of the sessions that stand in the table of sessions, or are drawn.
  let listed: Set<Int>

  /// The fullest page that is not too long.
  static func text(_ report: Report) -> String {
    let sessions = HTMLSession.all(report)
    var level = 0
    while true {
      let text = HTMLWriter.page(HTMLPage(report, sessions, HTMLBudget(report, level: level)).root)
      guard text.utf8.count > HTMLBudget.page, level < HTMLBudget.lastLevel else { return text }
      level = min(HTMLBudget.lastLevel, level + HTMLBudget.steps(from: text.utf8.count))
    }
  }

  private init(_ report: Report, _ sessions: [HTMLSession], _ budget: HTMLBudget) {
    self.report = report
    self.sessions = sessions
    let drawn = HTMLSession.drawn(report, Set(sessions.filter(\.isTelling).map(\.result.info.number)), budget)
    let named = report.events
    views = sessions.filter { drawn.contains($0.result.info.number) }.map { HTMLSessionView($0, named: named, budget) }
    listed = drawn.union(sessions.prefix(HTMLBudget.table).map(\.result.info.number))
  }

  var root: HTML {
    HTMLShell.page(
      "sttcheck: \(report.diagnosis.verdict.rawValue): \(report.diagnosis.headline)",
      [HTML.link("main", ["Skip to the causes"], [.class("skip")]), HTMLVerdict.header(self), main, HTMLFoot.footer(report)])
  }

  private var main: HTML {
    .tag(
      .main, [.id("main")],
      [
        HTMLCauses.section(self), HTMLChecklist.section(report), HTMLResilience.section(self), HTMLNotices.section(self),
        HTMLSessions.section(self),
      ])
  }

  /// An event in the ladder and in the table of its session.
  func place(_ event: Int64) -> (arrow: String?, row: String?) {
    for view in views {
      let arrow = view.arrows[event]
      let row = view.rows[event]
      if arrow != nil || row != nil { return (arrow, row) }
    }
    return (nil, nil)
  }

  /// What an event says, in the words of the ladder where it has some.
  func words(_ line: EventLine) -> String {
    for session in sessions {
      if let label = session.ladder.labels[line.id] { return label }
    }
    return line.text
  }

  /// `session 2, two-utterances`, as a link.
  func session(_ number: Int) -> HTML {
    guard let name = report.scenario(number), listed.contains(number) else { return .text("session \(number)") }
    return .link(HTMLSession.anchor(number), [.text("session \(number), \(name)")])
  }
}
