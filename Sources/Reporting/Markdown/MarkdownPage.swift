/// Blocks of Markdown with one empty line between them.
struct MarkdownPage {
  private var blocks: [String] = []

  var text: String { blocks.joined(separator: "\n\n") + "\n" }

  mutating func add(_ block: String) { blocks.append(block) }

  mutating func add(_ lines: [String]) {
    if !lines.isEmpty { blocks.append(lines.joined(separator: "\n")) }
  }

  /// Paragraphs and snippets of the catalogue.
  mutating func prose(_ text: String) {
    for block in Prose.blocks(text) {
      switch block {
      case .paragraph(let text): add(MarkdownText.sentence(text))
      case .code(let language, let lines): add(MarkdownText.block(lines, language: language))
      }
    }
  }

  /// Folded away until somebody opens it.
  mutating func details(_ summary: String, _ content: (inout MarkdownPage) -> Void) {
    var inner = MarkdownPage()
    content(&inner)
    add("<details><summary>\(summary)</summary>")
    blocks += inner.blocks
    add("</details>")
  }
}
