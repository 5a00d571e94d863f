internal import Diagnosis
internal import Timeline

/// The index page over many runs: a line a run, and small drawings of how each scenario went.
package struct HTMLHistory: Sendable {
  /// Runs that a drawing shows, the last ones.
  private static let drawn = 60

  package init() {}

  package func render(_ history: History) -> String {
    let last = history.runs.last?.verdict
    let mood = last == .healthy ? "good" : last == .faulty || last == .unreachable ? "bad" : "fair"
    let head = HTML.tag(
      .header, [.class("top \(mood)")],
      [
        .tag(.p, [.class("brand")], ["sttcheck history"]), .tag(.h1, [], [.text(history.headline)]),
        .tag(.p, [.class("about")], ["Of ", .code(history.source)]),
      ] + history.remarks.map { .tag(.p, [.class("warn")], HTMLProse.sentence($0)) })
    let main = HTML.tag(.main, [.id("main")], history.runs.isEmpty ? [.tag(.p, [], ["No run yet."])] : [trends(history), runs(history)])
    return HTMLWriter.page(HTMLShell.page("sttcheck history: \(history.headline)", [head, main]))
  }

  private func trends(_ history: History) -> HTML {
    let rows = history.trends.map { trend -> [HTML] in
      [.code(trend.scenario), verdicts(trend)] + HistoryFigure.allCases.map { figure($0, trend) }
    }
    let left = history.runs.count - Self.drawn
    let said = left > 0 ? " The last \(Self.drawn) of \(history.runs.count) runs are drawn." : ""
    return .tag(
      .section, [.labelled(by: "trends")],
      [
        .tag(.h2, [.id("trends")], ["Scenarios over time"]),
        .tag(.p, [.class("dim")], [.text("Oldest run first; each line from its least to its greatest value.\(said)")]),
        HTMLShell.table("Trends", ["scenario", "verdicts"] + HistoryFigure.allCases.map(\.rawValue), rows),
      ])
  }

  private func verdicts(_ trend: History.Trend) -> HTML {
    let points = trend.points.suffix(Self.drawn)
    let marks = points.map { point -> HTML in
      guard let point else { return .tag(.span, [.class("dim")], ["·"]) }
      let style = point.verdict == .healthy ? "good" : point.verdict == .inconclusive ? "fair" : "bad"
      return .tag(.span, [.class(style)], [.text(History.mark(point.verdict))])
    }
    let healthy = points.count { $0?.verdict == .healthy }
    let played = points.count { $0 != nil }
    return .group([.tag(.span, [.class("marks"), .silent], marks), .text(" \(healthy) of \(played) healthy")])
  }

  private func figure(_ figure: HistoryFigure, _ trend: History.Trend) -> HTML {
    guard let course = figure.course(trend) else { return "–" }
    let values = trend.points.suffix(Self.drawn).map(figure.value)
    return .group([HTMLSparkline.draw(values, label: "\(figure.rawValue) of \(trend.scenario): \(course)"), .text(" " + course)])
  }

  private func runs(_ history: History) -> HTML {
    let rows = history.runs.reversed().map { run -> [HTML] in
      let style = run.verdict == .healthy ? "good" : run.verdict == .inconclusive ? "fair" : "bad"
      let state = HTML.tag(
        .span, [.class("state \(style)")],
        [
          .tag(.span, [.silent], [.text(History.mark(run.verdict) + " ")]),
          .text(run.verdict.rawValue + (run.interrupted ? ", interrupted" : "")),
        ])
      return [
        .text(run.run.startedAt), state, .text("\(run.healthySessions) of \(run.sessions)"), .group(HTMLProse.sentence(run.headline)),
        .code(run.run.relay), .code("sttcheck report \(run.source) --run \(run.run.id) --format html"),
      ]
    }
    return .tag(
      .section, [.labelled(by: "runs")],
      [
        .tag(.h2, [.id("runs")], ["Runs, newest first"]),
        HTMLShell.table("Runs", ["started", "verdict", "healthy", "headline", "relay", "its report"], rows),
      ])
  }
}
