/// The forms in which a history can be had.
package enum HistoryFormat: String, CaseIterable, Sendable {
  case terminal, markdown, html, json

  package var fileName: String {
    switch self {
    case .terminal: "history.txt"
    case .markdown: "history.md"
    case .html: "index.html"
    case .json: "history.json"
    }
  }

  package func render(_ history: History, width: Int = 80, colour: Bool = false) -> String {
    switch self {
    case .terminal: TerminalHistory(width: width, colour: colour).render(history)
    case .markdown: MarkdownHistory().render(history)
    case .html: HTMLHistory().render(history)
    case .json: JSONHistory().render(history)
    }
  }
}
