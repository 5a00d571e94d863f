/// The forms in which a comparison can be had.
package enum DiffFormat: String, CaseIterable, Sendable {
  case terminal, markdown, html, json

  package var fileName: String {
    switch self {
    case .terminal: "diff.txt"
    case .markdown: "diff.md"
    case .html: "diff.html"
    case .json: "diff.json"
    }
  }

  /// - Parameters:
  ///   - width: Columns of a terminal.
  ///   - colour: For a terminal that shows it.
  package func render(_ diff: RunDiff, width: Int = 80, colour: Bool = false) -> String {
    switch self {
    case .terminal: TerminalDiff(width: width, colour: colour).render(diff)
    case .markdown: MarkdownDiff().render(diff)
    case .html: HTMLDiff().render(diff)
    case .json: JSONDiff().render(diff)
    }
  }
}
