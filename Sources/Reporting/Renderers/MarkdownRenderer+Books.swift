internal import Diagnosis
internal import Timeline

extension MarkdownRenderer {
  /// Sessions whose tables are not folded away.
  private static let open = 2
  private static let most = 20

  /// What went in and came out: a table for each session that does not balance, one line for the others.
  func books(_ report: Report, _ page: inout MarkdownPage) {
    let kept = report.diagnosis.sessions.filter { $0.account?.lines.isEmpty == false }
    let unbalanced = kept.filter { $0.account?.isBalanced == false }
    let balanced = isSummary ? [] : kept.filter { $0.account?.isBalanced == true }
    guard !unbalanced.isEmpty || !balanced.isEmpty else { return }
    page.add("### In and out")
    for session in unbalanced.prefix(Self.open) { table(session, report, &page) }
    let rest = unbalanced.dropFirst(Self.open)
    if !rest.isEmpty {
      page.details("\(Wording.count(rest.count, "more session")) that \(rest.count == 1 ? "does" : "do") not balance") { page in
        for session in rest.prefix(Self.most) { table(session, report, &page) }
        if rest.count > Self.most { page.add("And \(Wording.count(rest.count - Self.most, "more session")), not shown.") }
      }
    }
    if let first = balanced.first {
      let names = balanced.map(\.info.scenario).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      let shown = names.prefix(8).map { MarkdownText.code($0) } + (names.count > 8 ? ["\(names.count - 8) more"] : [])
      let seen = report.run.serviceHop == .unseen ? ", as far as the client sees" : ""
      let count = balanced.count == 1 ? "session \(first.info.number)" : Wording.count(balanced.count, "session")
      page.add("✅ Balanced\(seen): \(count) (\(Wording.list(shown))).")
    }
  }

  private func table(_ session: SessionResult, _ report: Report, _ page: inout MarkdownPage) {
    guard let books = BookLine.all(session, report) else { return }
    page.add("**Session \(session.info.number), \(MarkdownText.code(session.info.scenario)): does not balance**")
    let rows = books.shown.map { line in
      let sides = [line.into, line.outOf].map { MarkdownText.sentence($0 ?? BookLine.unseen, table: true) }
      let differences = line.differences.map { MarkdownText.sentence($0.short, table: true) + because($0) }
      return "| \(mark(line.mark)) | \(line.matter) | \(sides.joined(separator: " | ")) | \(differences.joined(separator: "<br>")) |"
    }
    page.add(["| | what | went in | came out | what differs |", "|---|---|---|---|---|"] + rows)
    if books.more > 0 { page.add("\(Wording.count(books.more, "more line")) of it balance.") }
  }

  private func because(_ difference: BookDifference) -> String {
    guard let standing = difference.standing else { return "" }
    return " (\(standing)\(difference.rule.map { " \(MarkdownText.code($0, table: true))" } ?? ""))"
  }

  private func mark(_ mark: BookLine.Mark) -> String {
    switch mark {
    case .balanced: "✅"
    case .differs: "❌"
    case .remark: "⚠️"
    case .unseen, .plain: mark.sign
    }
  }
}
