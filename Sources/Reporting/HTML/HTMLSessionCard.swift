internal import Diagnosis
internal import Timeline

/// One session: what went over both hops, drawn and in figures.
enum HTMLSessionCard {
  static func card(_ view: HTMLSessionView, _ report: Report) -> HTML {
    let session = view.session
    let info = session.result.info
    let anchor = HTMLSession.anchor(info.number)
    let title = HTML.tag(
      .h3, [], [.text("Session \(info.number): \(info.scenario) "), HTMLSessions.verdict(session.result)])
    return .tag(
      .details, [.id(anchor), .class("card session")] + (session.isOpen ? [.open] : []),
      [.tag(.summary, [], [title])] + body(view, report))
  }

  private static func body(_ view: HTMLSessionView, _ report: Report) -> [HTML] {
    let session = view.session
    let info = session.result.info
    let about: HTML = .when(!info.about.isEmpty, .tag(.p, [.class("dim")], HTMLProse.sentence(info.about)))
    if case .skipped(let reason) = info.outcome { return [about, .tag(.p, [], [.text("Skipped: \(reason)")])] }
    guard !session.parts.isEmpty else { return [about, .tag(.p, [], ["Nothing was recorded of it."])] }
    return [
      about, HTMLFigures.list(session.result), HTMLBooks.section(view, report), HTMLFigures.checks(session.result),
      session.ladder.section(view.rows),
      session.pace?.section(info.number, points: view.points) ?? .nothing, HTMLTranscript.section(view),
    ] + session.parts + [view.frames.section(info.number)]
  }

  /// A part of a session with its own heading.
  static func part(_ title: String, _ content: [HTML]) -> HTML { .group([.tag(.h4, [], [.text(title)])] + content) }
}
