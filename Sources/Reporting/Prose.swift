/// Text of the catalogue (paragraphs and fenced code in Markdown) cut into its blocks, for formats that set them apart.
enum Prose: Equatable {
  /// One paragraph, or one item of a list, without line breaks.
  case paragraph(String)
  case code(language: String, lines: [String])

  /// Without the snippets that say in another language what the one before them says.
  static func inOneLanguage(_ blocks: [Prose]) -> [Prose] {
    blocks.indices.filter { index in
      guard index > 0, case .code(let language, _) = blocks[index], case .code(let other, _) = blocks[index - 1] else { return true }
      return language == other
    }.map { blocks[$0] }
  }

  static func blocks(_ text: String) -> [Prose] {
    var blocks: [Prose] = []
    var paragraph: [String] = []
    var code: (fence: String, language: String, lines: [String])?
    func finish() {
      if !paragraph.isEmpty { blocks.append(.paragraph(paragraph.joined(separator: " "))) }
      paragraph = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let bare = String(line.drop { $0 == " " })
      if let open = code {
        if bare == open.fence {
          blocks.append(.code(language: open.language, lines: open.lines))
          code = nil
        } else {
          code?.lines.append(line)
        }
      } else if bare.hasPrefix("```") {
        finish()
        let fence = String(bare.prefix { $0 == "`" })
        code = (fence, String(bare.dropFirst(fence.count)), [])
      } else if bare.isEmpty {
        finish()
      } else {
        if bare.hasPrefix("- ") { finish() }
        paragraph.append(bare)
      }
    }
    finish()
    if let open = code { blocks.append(.code(language: open.language, lines: open.lines)) }
    return blocks
  }
}
