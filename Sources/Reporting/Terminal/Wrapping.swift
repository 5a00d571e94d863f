/// Words set into lines of a width.
enum Wrapping {
  /// Lines of at most `width` columns: `first` stands before the first of them, `rest` before the others.
  ///
  /// A word that fits no line is broken, behind punctuation where it has some (a URL, JSON without blanks).
  static func wrap(_ text: String, width: Int, first: String = "", rest: String? = nil) -> [String] {
    let rest = rest ?? String(repeating: " ", count: Columns.width(first))
    var lines: [String] = []
    var line = ""
    var room: Int { max(2, width - Columns.width(lines.isEmpty ? first : rest)) }
    func flush() {
      lines.append((lines.isEmpty ? first : rest) + line)
      line = ""
    }
    for part in text.split(separator: " ") {
      var word = String(part)
      if !line.isEmpty, Columns.width(line) + 1 + Columns.width(word) <= room {
        line += " " + word
        continue
      }
      if !line.isEmpty { flush() }
      while Columns.width(word) > room {
        line = piece(word, room)
        word.unicodeScalars.removeFirst(line.unicodeScalars.count)
        flush()
      }
      line = word
    }
    if !line.isEmpty || lines.isEmpty { flush() }
    return lines
  }

  /// A line of code. Where it is too long its comment goes on a line of its own before it, so that it can still be pasted;
  /// what is too long even then is broken at a blank, with a backslash in a shell, and indented deeper.
  static func code(_ line: String, width: Int, indent: String, shell: Bool = false) -> [String] {
    let indent = indent + line.prefix { $0 == " " }
    let body = String(line.drop { $0 == " " })
    guard Columns.width(indent) + Columns.width(body) > width else { return [trimmed(indent + body)] }
    if let (statement, mark, comment) = split(body) {
      return wrap(comment, width: width, first: indent + mark, rest: indent + mark)
        + code(statement, width: width, indent: indent, shell: shell)
    }
    if let mark = comments.first(where: body.hasPrefix) { return wrap(body, width: width, first: indent, rest: indent + mark) }
    let pieces = wrap(glued(body), width: shell ? width - 2 : width, first: indent, rest: indent + "    ")
      .map { $0.replacing(glue, with: " ") }
    return shell ? pieces.dropLast().map { $0 + " \\" } + pieces.suffix(1) : pieces
  }

  /// Stands for a blank inside quotes, where a break would change the text. No visible text has it (`VisibleText` names private use).
  private static let glue = "\u{E000}"

  private static func glued(_ code: String) -> String {
    var quote: Character?
    return code.reduce(into: "") { out, character in
      if character == quote {
        quote = nil
      } else if quote == nil, "\"'`".contains(character) {
        quote = character
      }
      out += quote != nil && character == " " ? glue : String(character)
    }
  }

  /// The columns of a line of code without its comment.
  static func statementWidth(_ line: String) -> Int { Columns.width(split(line)?.statement ?? line) }

  /// How comments begin: Python's and the shell's, JavaScript's.
  private static let comments = ["# ", "// "]

  /// A statement and the comment behind it, which two blanks set off.
  private static func split(_ line: String) -> (statement: String, mark: String, comment: String)? {
    for mark in comments {
      guard let found = line.firstRange(of: "  " + mark) else { continue }
      let statement = trimmed(String(line[..<found.lowerBound]))
      return statement.isEmpty ? nil : (statement, mark, String(line[found.upperBound...]))
    }
    return nil
  }

  static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// What of a word fits: up to its last punctuation in the second half, else whole characters, else scalars. Never nothing.
  private static func piece(_ word: String, _ room: Int) -> String {
    let whole = Columns.prefix(word, room)
    if let mark = whole.lastIndex(where: { ",;&?/".contains($0) }) {
      let head = whole[...mark]
      if Columns.width(head) * 2 > room { return String(head) }
    }
    if !whole.isEmpty { return whole }
    var scalars = String.UnicodeScalarView()
    var used = 0
    for scalar in word.unicodeScalars {
      used += Columns.width(scalar)
      guard used <= room else { break }
      scalars.append(scalar)
    }
    return String(scalars)
  }
}
