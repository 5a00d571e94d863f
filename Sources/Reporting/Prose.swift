/// Text of the catalogue (paragraphs and fenced code in Markdown) cut into its blocks, for formats that set them apart.
enum Prose: Equatable {
  /// One paragraph, or one item of a list, without line breaks.
  case paragraph(String)
  case code(language: String, lines: [String])

  /// Of snippets one behind the other, which say the same in several languages, those of one: the wished for, where it is among them, else the first.
  static func inOneLanguage(_ blocks: [Prose], preferring wished: String? = nil) -> [Prose] {
    var shown: [Prose] = []
    var rest = blocks[...]
    while let block = rest.first {
      guard case .code(let first, _) = block else {
        shown.append(block)
        rest = rest.dropFirst()
        continue
      }
      let snippets = rest.prefix { if case .code = $0 { true } else { false } }
      func written(in language: String) -> [Prose] { snippets.filter { if case .code(language, _) = $0 { true } else { false } } }
      let own = wished.map(written) ?? []
      shown += own.isEmpty ? written(in: first) : own
      rest = rest.dropFirst(snippets.count)
    }
    return shown
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
