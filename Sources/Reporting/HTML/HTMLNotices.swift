internal import Diagnosis
internal import Timeline

/// What never counts against the verdict: notices, what scenarios broke on purpose, and what nobody could tell.
enum HTMLNotices {
  static func section(_ page: HTMLPage) -> HTML {
    let diagnosis = page.report.diagnosis
    let parts =
      findings("Worth knowing", diagnosis.notices.map { ($0, $0.summary) }, page)
      + findings("Provoked, as intended", diagnosis.provoked.map { ($0, $0.cause) }, page) + undecided(diagnosis.undecided)
    guard !parts.isEmpty else { return .nothing }
    return .tag(.section, [.labelled(by: "notices")], [.tag(.h2, [.id("notices")], ["Beside the verdict"])] + parts)
  }

  private static func findings(_ title: String, _ findings: [(Finding, String)], _ page: HTMLPage) -> [HTML] {
    guard !findings.isEmpty else { return [] }
    let items = findings.map { finding, text -> HTML in
      let sessions = finding.evidence.map(\.session).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
      let places: [HTML] = sessions.isEmpty ? [] : [" ("] + HTMLCauses.list(sessions.map(page.session)) + [")"]
      return .tag(.li, [], [.code(finding.rule), ": "] + HTMLProse.sentence(text) + places)
    }
    return [.tag(.h3, [], [.text(title)]), .tag(.ul, [], items)]
  }

  private static func undecided(_ items: [Undecided]) -> [HTML] {
    guard !items.isEmpty else { return [] }
    let list = items.map { HTML.tag(.li, [], [.code($0.rule), ": "] + HTMLProse.sentence($0.reason)) }
    return [
      .tag(.details, [], [.tag(.summary, [], [.text("Could not tell: \(Wording.count(items.count, "rule"))")]), .tag(.ul, [], list)])
    ]
  }
}
