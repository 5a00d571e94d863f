internal import Diagnosis

/// The five questions: an icon, a word and the reason each; never colour alone.
enum HTMLChecklist {
  static func section(_ report: Report) -> HTML {
    .tag(
      .section, [.labelled(by: "checklist")],
      [
        .tag(.h2, [.id("checklist")], ["Five questions"]),
        .tag(.ul, [.class("checklist")], report.diagnosis.checklist.map(item)),
      ])
  }

  private static func item(_ item: ChecklistItem) -> HTML {
    let (mark, word, style) =
      switch item.answer {
      case .yes: ("✓", "yes", "good")
      case .no: ("✗", "no", "bad")
      case .unknown: ("?", "could not tell", "dim")
      }
    return .tag(
      .li, [.class(style)],
      [
        .tag(.span, [.class("answer")], [.tag(.span, [.class("mark"), .silent], [.text(mark)]), .text(" \(word)")]),
        .tag(
          .div, [],
          [
            .tag(.strong, [], [.text(item.question.rawValue)]),
            .when(!item.reason.isEmpty, .tag(.p, [], HTMLProse.sentence(HTMLVerdict.sentence(item.reason)))),
          ]),
      ])
  }
}
