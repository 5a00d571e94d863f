/// What a machine is like, at a terminal: for each topic what was found, what it means, what to do.
struct TerminalMachine {
  var width: Int
  var colour: Bool

  func render(_ report: MachineReport) -> String {
    var page = TerminalPage(width: width, colour: colour)
    page.paragraph(report.headline, style: .bold)
    page.blank()
    let marks = Self.longest(MachineCheck.Mark.allCases.map(\.rawValue))
    let topics = Self.longest(MachineCheck.Topic.allCases.map(\.rawValue))
    let indent = String(repeating: " ", count: marks + topics + 4)
    for check in report.checks {
      let first = "\(Columns.pad(check.mark.rawValue, marks))  \(Columns.pad(check.topic.rawValue, topics))  "
      page.paragraph(check.found, first: first, rest: indent, markStyle: Self.style(check.mark))
      page.paragraph(check.meaning, first: indent)
      if let remedy = check.remedy { page.paragraph("Do: \(remedy)", first: indent) }
    }
    return page.text
  }

  private static func longest(_ words: [String]) -> Int { words.map { Columns.width($0) }.max() ?? 0 }

  private static func style(_ mark: MachineCheck.Mark) -> Paint.Style {
    switch mark {
    case .ok: .green
    case .note: .yellow
    case .problem: .red
    }
  }
}
