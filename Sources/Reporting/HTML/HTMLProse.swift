/// Sentences of the catalogue and of the diagnosis as HTML: `code` in backticks, paragraphs, fenced snippets.
enum HTMLProse {
  /// A sentence in which something from outside may stand; an unmatched backtick is a backtick.
  static func sentence(_ text: String) -> [HTML] {
    var pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    if pieces.count.isMultiple(of: 2), let last = pieces.popLast() { pieces[pieces.count - 1] += "`" + last }
    return pieces.enumerated().map { index, piece in
      index.isMultiple(of: 2) ? .text(piece) : piece.isEmpty ? "``" : .code(piece)
    }
  }

  static func blocks(_ text: String) -> [HTML] {
    Prose.blocks(text).map { block in
      switch block {
      case .paragraph(let text): .tag(.p, [], sentence(text))
      case .code(_, let lines): .block(lines)
      }
    }
  }
}
