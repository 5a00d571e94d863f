internal import Diagnosis
internal import Timeline

extension TerminalRenderer {
  /// Sessions whose books are told without being asked.
  private static let told = 6

  /// One line for each session that does not balance: what differs first of all, from when, and who owed it.
  func books(_ report: Report, _ page: inout TerminalPage) {
    let unbalanced = report.diagnosis.sessions.filter { $0.account?.isBalanced == false }
    let shown = verbose ? unbalanced[...] : unbalanced.prefix(Self.told)
    for session in shown {
      guard let entry = session.account?.foremost else { continue }
      let line = "\(session.info.scenario): \(BookDifference(entry, report).brief)"
      page.line("  ≠ " + Columns.fit(TerminalPage.visible(line), max(0, page.width - 4)))
    }
    let rest = unbalanced.count - shown.count
    if rest > 0 { page.line("  ≠ \(Wording.count(rest, "more session")): --verbose shows them", style: .dim) }
  }
}
