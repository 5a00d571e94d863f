package import Diagnosis
internal import Timeline

/// A probe at a terminal: a station a line, and who is to blame.
package struct TerminalProbe: Sendable {
  package var width: Int
  package var colour: Bool

  package init(width: Int = 80, colour: Bool = false) {
    self.width = width
    self.colour = colour
  }

  package func render(_ probe: ProbeResult) -> String {
    var page = TerminalPage(width: width, colour: colour)
    page.paragraph("probe of \(probe.place), as the \(probe.party.rawValue)", style: .bold)
    page.blank()
    let names = ProbeStage.ID.allCases.map(\.rawValue.count).max() ?? 0
    for stage in probe.stages { line(stage, names, &page) }
    page.blank()
    let style: Paint.Style =
      switch probe.blame.verdict {
      case .healthy: .green
      case .faulty, .unreachable: .red
      case .inconclusive: .yellow
      }
    let mark =
      switch probe.blame.verdict {
      case .healthy: "✓ "
      case .faulty, .unreachable: "✗ "
      case .inconclusive: "? "
      }
    page.paragraph(probe.blame.sentence, first: mark, style: style)
    if let remedy = probe.blame.remedy {
      page.blank()
      page.prose(remedy, indent: "     ", first: "Fix: ", markStyle: .bold)
    }
    if let next = probe.next {
      page.blank()
      page.paragraph("Next:", style: .bold)
      page.code([next], indent: 2, language: "sh")
    }
    return page.text
  }

  /// `✓ tcp             12 ms  127.0.0.1:443 answers`
  private func line(_ stage: ProbeStage, _ names: Int, _ page: inout TerminalPage) {
    let time = stage.took.map(Wording.span) ?? ""
    let first = "\(Self.mark(stage.status)) \(Columns.pad(stage.id.rawValue, names))  \(Columns.pad(time, 8, right: true))  "
    let style: Paint.Style? =
      switch stage.status {
      case .good: .green
      case .doubtful: .yellow
      case .failed: .red
      case .unreached, .skipped: .dim
      }
    // What is usual matters where it is not as usual, and where it is the service's own.
    let isTold = stage.isSlow || (stage.status == .good && (stage.id == .upgrade || stage.id == .firstMessage))
    let usual = isTold ? stage.usual.map { ["usual \($0)"] } ?? [] : []
    page.paragraph(stage.text, first: first, markStyle: style)
    let indent = String(repeating: " ", count: Columns.width(first))
    for remark in usual + stage.remarks { page.paragraph(remark, first: indent + "· ", rest: indent + "  ") }
  }

  private static func mark(_ status: ProbeStage.Status) -> String {
    switch status {
    case .good: "✓"
    case .doubtful: "!"
    case .failed: "✗"
    case .unreached: "·"
    case .skipped: "–"
    }
  }
}
