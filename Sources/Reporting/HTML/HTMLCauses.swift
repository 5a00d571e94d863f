internal import Diagnosis
internal import Timeline

/// Root causes: errors, then warnings, each with its proof and what to change.
enum HTMLCauses {
  static func section(_ page: HTMLPage) -> HTML {
    let causes = page.report.diagnosis.rootCauses
    let heading = causes.isEmpty ? "No root cause" : causes.count == 1 ? "The root cause" : "The root causes"
    let none = HTML.tag(
      .p, [],
      [.text(page.report.diagnosis.verdict == .healthy ? "Nothing is wrong that any rule knows." : "No rule found a cause.")])
    return .tag(
      .section, [.labelled(by: "causes")],
      [.tag(.h2, [.id("causes")], [.text(heading)])] + (causes.isEmpty ? [none] : [])
        + causes.enumerated().map { cause($1, number: $0 + 1, of: causes.count, page) })
  }

  private static func cause(_ cause: RootCause, number: Int, of count: Int, _ page: HTMLPage) -> HTML {
    let finding = cause.finding
    let anchor = "cause-\(number)"
    let title = page.report.title(finding.rule).map { HTMLVerdict.sentence($0) } ?? finding.cause
    return .tag(
      .article, [.id(anchor), .class("card cause \(finding.severity.rawValue)"), .labelled(by: anchor + "-title")],
      [
        .tag(
          .h3, [.id(anchor + "-title")], [.text(count > 1 ? "\(number). " : "")] + HTMLProse.sentence(title) + [" ", .code(finding.rule)]),
        standing(finding),
        .tag(.p, [.class("summary")], HTMLProse.sentence(finding.summary)),
        evidence(finding, page),
        fix(finding, number),
        alternatives(finding),
        explained(cause),
      ])
  }

  private static func standing(_ finding: Finding) -> HTML {
    .tag(
      .ul, [.class("chips"), .label("standing")],
      [
        .tag(.li, [.class("chip \(finding.severity.rawValue)")], [.text(finding.severity.rawValue)]),
        .tag(.li, [.class("chip")], [.text("at fault: \(party(finding.party).lowercased())")]),
        .tag(.li, [.class("chip")], [.text(certainty(finding.certainty))]),
      ])
  }

  static func party(_ party: Party) -> String {
    switch party {
    case .client, .relay, .service, .network: "The \(party.rawValue)"
    case .sttcheck: "sttcheck itself"
    }
  }

  static func certainty(_ certainty: Certainty) -> String {
    switch certainty {
    case .proven: "proven: the frames are in the recording"
    case .inferred: "inferred: the sessions of this run, compared, leave no other cause"
    case .suspected: "suspected: it fits what was seen, and so does something else"
    }
  }

  private static func evidence(_ finding: Finding, _ page: HTMLPage) -> HTML {
    guard !finding.evidence.isEmpty else { return .nothing }
    let shown = finding.evidence.prefix(2).map { one($0, page) }
    let rest = finding.evidence.dropFirst(2)
    let more: [HTML] = rest.isEmpty ? [] : [.tag(.p, [], ["The same in "] + list(rest.map { same($0, page) }) + ["."])]
    return .group([.tag(.h4, [], ["Evidence"])] + shown + more)
  }

  private static func one(_ evidence: Evidence, _ page: HTMLPage) -> HTML {
    let lines = page.report.lines(evidence)
    let more: [HTML] = lines.count > 6 ? [.tag(.li, [], [.text("and \(Wording.count(lines.count - 6, "more event"))")])] : []
    return .tag(
      .div, [.class("evidence")],
      [
        .tag(.p, [], ["In ", page.session(evidence.session), ": "] + HTMLProse.sentence(HTMLVerdict.sentence(evidence.text))),
        .when(!lines.isEmpty, .tag(.ul, [.class("events")], lines.prefix(6).map { line($0, page) } + more)),
      ])
  }

  /// An event that proves something, with the ways to where it is drawn and where it stands in the table.
  private static func line(_ line: EventLine, _ page: HTMLPage) -> HTML {
    let place = page.place(line.id)
    let name = "event \(line.id)"
    return .tag(
      .li, [],
      [
        .tag(.span, [.class("when")], [.text(Wording.time(line.at))]), " ",
        .tag(.span, [.class("who")], [.text(line.direction ?? "")]), " ", .code(page.words(line)), " ",
        .tag(
          .span, [.class("ways")],
          [
            place.arrow.map { .link($0, ["arrow"], [.label("Show \(name) in the ladder")]) } ?? .nothing, " ",
            place.row.map { .link($0, ["row"], [.label("Show \(name) in the frame table")]) } ?? .nothing,
          ]),
      ])
  }

  private static func same(_ evidence: Evidence, _ page: HTMLPage) -> HTML {
    let arrows = evidence.events.compactMap { event in page.place(event).arrow.map { (event, $0) } }.prefix(4)
    guard !arrows.isEmpty else { return page.session(evidence.session) }
    let links = arrows.flatMap { event, arrow -> [HTML] in
      [" ", .link(arrow, [.text("#\(event)")], [.label("Show event \(event) in the ladder")])]
    }
    return .group([page.session(evidence.session), " ("] + links.dropFirst() + [")"])
  }

  static func list(_ items: [HTML]) -> [HTML] {
    items.enumerated().flatMap { index, item -> [HTML] in
      index == 0 ? [item] : [index == items.count - 1 ? " and " : ", ", item]
    }
  }

  private static func fix(_ finding: Finding, _ number: Int) -> HTML {
    guard !finding.remedy.isEmpty else { return .nothing }
    let body = "fix-\(number)-text"
    return .tag(
      .section, [.id("fix-\(number)"), .class("fix"), .label("Fix of cause \(number)")],
      [
        .tag(.div, [.class("bar")], [.tag(.h4, [], ["Fix"]), copy(body, "Copy the fix")]),
        .tag(.div, [.id(body)], HTMLProse.blocks(finding.remedy)),
      ])
  }

  /// A button that the script shows: without JavaScript the text is there to select.
  static func copy(_ anchor: String, _ label: String) -> HTML {
    .tag(.button, [.type("button"), .class("copy"), .data(.copy, anchor), .scripted], [.text(label)])
  }

  private static func alternatives(_ finding: Finding) -> HTML {
    let groups = AlternativeGroup.all(of: finding)
    guard !groups.isEmpty else { return .nothing }
    let items = groups.map { group -> HTML in
      guard group.signs.isEmpty else {
        let signs = zip(group.rules, group.signs).map { HTML.tag(.li, [], [rule($0), ": "] + HTMLProse.sentence($1)) }
        return .tag(
          .li, [], ["One of these. To tell them apart: "] + HTMLProse.sentence(group.separateBy) + [":", .tag(.ul, [], signs)])
      }
      let rules = group.rules.enumerated().flatMap { [.text($0 == 0 ? "" : " or "), rule($1)] as [HTML] }
      return .tag(.li, [], rules + [". To tell them apart: "] + HTMLProse.sentence(HTMLVerdict.sentence(group.separateBy)))
    }
    return .group([.tag(.h4, [], ["It could also be"]), .tag(.ul, [], items)])
  }

  private static func explained(_ cause: RootCause) -> HTML {
    guard !cause.explains.isEmpty else { return .nothing }
    return .tag(.p, [.class("dim")], ["It also explains "] + list(cause.explains.map(rule)) + ["."])
  }

  /// An id with what it means.
  static func rule(_ id: String) -> HTML {
    .group([.code(id)] + (Report.title(id).map { [" ("] + HTMLProse.sentence($0) + [")"] } ?? []))
  }
}
