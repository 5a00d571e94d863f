internal import Speech

/// Lines for a terminal as they are written: every text that enters is made visible and wrapped here, and nowhere else.
struct TerminalPage {
  let width: Int
  let paint: Paint
  private(set) var lines: [String] = []

  init(width: Int, colour: Bool) {
    // Below this nothing readable fits; a terminal that narrow wraps by itself.
    self.width = max(40, width)
    self.paint = Paint(isOn: colour)
  }

  /// All lines, with a newline at the end.
  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func blank() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  /// A heading after an empty line.
  mutating func heading(_ text: String) {
    blank()
    paragraph(text, style: .bold)
  }

  /// One paragraph: `first` before its first line, `rest` (else as much room as `first` takes) before the others.
  mutating func paragraph(
    _ text: String, first: String = "", rest: String? = nil, style: Paint.Style? = nil, markStyle: Paint.Style? = nil
  ) {
    let wrapped = Wrapping.wrap(Self.visible(text), width: width, first: first, rest: rest).map(Wrapping.trimmed)
    for (index, line) in wrapped.enumerated() {
      if let style {
        lines.append(paint(line, style))
      } else if index == 0, let markStyle, line.hasPrefix(first) {
        lines.append(paint(first, markStyle) + line.dropFirst(first.count))
      } else {
        lines.append(line)
      }
    }
  }

  /// A written timeline, its columns kept: what is too long for a line goes on below, indented deeper.
  mutating func timeline(_ written: [String], indent: Int) {
    let more = String(repeating: " ", count: indent + 12)
    for line in written {
      var rest = String(repeating: " ", count: indent) + Self.visible(line)
      while Columns.width(rest) > width {
        let fitting = Columns.prefix(rest, width)
        // At a blank or behind a parameter of a query; not within the columns of time and direction.
        let breaks = fitting.indices.filter {
          fitting.distance(from: fitting.startIndex, to: $0) > indent + 20 && " &?".contains(fitting[$0])
        }
        let place = breaks.last.map { fitting[$0] == " " ? $0 : fitting.index(after: $0) } ?? fitting.endIndex
        lines.append(paint(Wrapping.trimmed(String(fitting[..<place])), .cyan))
        rest = more + rest.dropFirst(fitting.distance(from: fitting.startIndex, to: place)).drop { $0 == " " }
      }
      lines.append(paint(rest, .cyan))
    }
  }

  /// A snippet, set apart by its indentation; less of it where the lines would not fit otherwise.
  mutating func code(_ code: [String], indent: Int, language: String = "") {
    let visible = code.map(Self.visible)
    let room = width - (visible.map(Wrapping.statementWidth).max() ?? 0)
    let indent = String(repeating: " ", count: room >= 0 ? min(indent, room) : indent)
    for line in visible {
      for piece in Wrapping.code(line, width: width, indent: indent, shell: language == "sh") { lines.append(paint(piece, .cyan)) }
    }
  }

  /// Paragraphs and snippets of the catalogue.
  mutating func prose(_ text: String, indent: String, first: String? = nil, markStyle: Paint.Style? = nil) {
    prose(Prose.blocks(text), indent: indent, first: first, markStyle: markStyle)
  }

  mutating func prose(_ blocks: [Prose], indent: String, first: String? = nil, markStyle: Paint.Style? = nil) {
    for (index, block) in blocks.enumerated() {
      if index > 0 { blank() }
      switch block {
      case .paragraph(let text): paragraph(text, first: index == 0 ? first ?? indent : indent, markStyle: index == 0 ? markStyle : nil)
      case .code(let language, let code): self.code(code, indent: indent.count + 4, language: language)
      }
    }
  }

  /// One line, cut where it is too long.
  mutating func line(_ text: String, style: Paint.Style? = nil) {
    let line = Wrapping.trimmed(Columns.fit(Self.visible(text), width))
    lines.append(style.map { paint(line, $0) } ?? line)
  }

  /// Control characters, escape sequences and whatever reorders text, made visible.
  static func visible(_ text: String) -> String { VisibleText.line(text) }
}
