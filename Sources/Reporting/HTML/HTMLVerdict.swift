internal import Diagnosis
internal import Timeline

/// The top of the page: the verdict in one sentence, and five short answers for whoever has ten seconds.
enum HTMLVerdict {
  static func header(_ page: HTMLPage) -> HTML {
    let report = page.report
    let mood = Self.mood(report)
    return .tag(
      .header, [.class("top \(mood.style)")],
      [
        .tag(.p, [.class("brand")], ["sttcheck report"]),
        .tag(
          .h1, [],
          [
            .tag(.span, [.class("badge")], [.tag(.span, [.silent], [.text(mood.mark)]), .text(" \(mood.word)")]), .unseen(": "),
            .tag(.span, [.class("headline")], HTMLProse.sentence(report.diagnosis.headline)),
          ]),
        .tag(.p, [.class("about")], about(report)),
        .when(report.interrupted, .tag(.p, [.class("warn")], ["The run was interrupted: this covers what was played until then."])),
        report.advice.map { .tag(.p, [.class("advice")], [.tag(.strong, [], ["What to do: "])] + HTMLProse.sentence($0)) } ?? .nothing,
        glance(page),
      ])
  }

  private static func mood(_ report: Report) -> (mark: String, word: String, style: String) {
    switch report.diagnosis.verdict {
    case .healthy: report.warnings.isEmpty ? ("✓", "Healthy", "good") : ("!", "Healthy, with warnings", "fair")
    case .faulty: ("✗", "Faulty", "bad")
    case .unreachable: ("✗", "Unreachable", "bad")
    case .inconclusive: ("?", "Inconclusive", "fair")
    }
  }

  private static func about(_ report: Report) -> [HTML] {
    let sessions = Wording.count(report.diagnosis.sessions.count, "session")
    let suite: [HTML] = report.run.suite.map { [" of suite ", .code($0)] } ?? []
    let name = report.run.clientsPeer == .relay ? "Relay " : "Service "
    return [.text(name), .code(report.run.relay), .text(", \(report.serviceHopWords); \(sessions)")] + suite + [
      ", ", .tag(.time, [], [.text(CalendarTime(unixNanoseconds: report.run.startedAtUnixNanoseconds).text.replacing("T", with: " "))]),
      " UTC",
    ]
  }

  private static func glance(_ page: HTMLPage) -> HTML {
    let report = page.report
    var answers: [(String, [HTML])] = []
    if let cause = report.diagnosis.rootCauses.first {
      let finding = cause.finding
      let title = report.title(finding.rule) ?? finding.cause
      answers.append(("What is wrong?", [.link("cause-1", [.text(sentence(title))])] + others(report)))
      answers.append(("Whose fault?", [.text(HTMLCauses.party(finding.party))]))
      answers.append(("How do we know?", [.text(sentence(HTMLCauses.certainty(finding.certainty)))] + proof(finding, page)))
      if !finding.remedy.isEmpty { answers.append(("What to change?", change(finding) + [.link("fix-1", ["See the fix"])])) }
    }
    answers.append(("Can the timing be trusted?", [.text(HTMLFoot.trust(report))]))
    let rows = answers.map { HTML.tag(.div, [], [.tag(.dt, [], [.text($0.0)]), .tag(.dd, [], $0.1)]) }
    return .tag(.dl, [.class("glance")], rows)
  }

  private static func others(_ report: Report) -> [HTML] {
    let count = report.diagnosis.rootCauses.count - 1
    return count > 0 ? [.text(" And \(Wording.count(count, "more cause")) below.")] : []
  }

  private static func change(_ finding: Finding) -> [HTML] {
    guard case .paragraph(let text)? = Prose.blocks(finding.remedy).first else { return [] }
    return HTMLProse.sentence(text) + [" "]
  }

  private static func proof(_ finding: Finding, _ page: HTMLPage) -> [HTML] {
    guard let evidence = finding.evidence.first, let event = evidence.events.first(where: { page.place($0).arrow != nil }),
      let arrow = page.place(event).arrow
    else { return [] }
    return [" ", .link(arrow, ["Show me"])]
  }

  /// With a capital and a full stop.
  static func sentence(_ text: String) -> String {
    Wording.ended(text.prefix(1).uppercased() + text.dropFirst())
  }
}
