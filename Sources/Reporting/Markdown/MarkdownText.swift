internal import Speech

/// Text made safe for GitHub's Markdown: it shows as it is, and does nothing.
///
/// Works on scalars, as Markdown does: to Swift a backtick with a combining accent is one character, and no backtick.
enum MarkdownText {
  /// Text from outside as a code span with as many backticks as it needs; `–` where there is none.
  ///
  /// - Parameter table: also escapes `|`, which ends a cell even inside a code span (GFM 4.10).
  static func code(_ text: String, table: Bool = false) -> String {
    let shown = Array(VisibleText.line(text).unicodeScalars)
    guard let first = shown.first, let last = shown.last else { return "–" }
    guard shown.contains(where: { $0 != " " }) else { return "(blanks only)" }
    let fence = String(repeating: "`", count: longestRun(shown) + 1)
    // Blanks keep backticks apart from the fence; one on each side is taken off again (CommonMark 6.1).
    let blank = first == "`" || last == "`" || (first == " " && last == " ") ? " " : ""
    return fence + blank + string(shown.flatMap { table && $0 == "|" ? ["\\", $0] : [$0] }) + blank + fence
  }

  /// A sentence of ours in which something from outside may stand: its code spans stay, everything else is literal.
  static func sentence(_ text: String, table: Bool = false) -> String {
    let shown = VisibleText.line(text).unicodeScalars.drop { $0 == " " }
    // `a` b `c`: odd pieces are code; an unmatched backtick is a backtick.
    var pieces = shown.split(separator: "`", omittingEmptySubsequences: false).map(Array.init)
    if pieces.count.isMultiple(of: 2), let last = pieces.popLast() { pieces[pieces.count - 1] += ["`"] + last }
    return pieces.enumerated().map { index, piece in
      if index.isMultiple(of: 2) { return literal(piece) }
      return piece.isEmpty ? "\\`\\`" : code(string(piece), table: table)
    }.joined()
  }

  /// A block of code behind a fence that nothing in it can end.
  static func block(_ lines: [String], language: String = "") -> [String] {
    let shown = lines.map { VisibleText.line($0) }
    let fence = String(repeating: "`", count: max(3, (shown.map { longestRun(Array($0.unicodeScalars)) }.max() ?? 0) + 1))
    let tag = language.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic } ? language : ""
    return [fence + tag] + shown + [fence]
  }

  /// Every character that means something to Markdown or to GitHub, put so that it only means itself.
  private static func literal(_ text: [Unicode.Scalar]) -> String {
    var out = ""
    for (index, scalar) in text.enumerated() {
      switch scalar {
      // Inside a word an underscore is only an underscore (GFM 6.2).
      case "_" where index > 0 && index + 1 < text.count && isWord(text[index - 1]) && isWord(text[index + 1]): out += "_"
      case "\\", "`", "*", "_", "[", "]", "~", "$", "|": out += "\\\(scalar)"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      // Mentions, references to issues, bare links and emoji codes are found after rendering: an empty comment breaks them up.
      case "@", "#": out += "\(scalar)<!-- -->"
      case ":" where mayBeginCode(text, index): out += ":<!-- -->"
      case "." where index >= 3 && text[(index - 3)..<index].allSatisfy({ $0 == "w" || $0 == "W" }): out += "<!-- -->."
      default: out.unicodeScalars.append(scalar)
      }
    }
    return harmlessAtLineStart(out, text)
  }

  /// A colon of a link or of `:emoji:`; in a time it stands between digits.
  private static func mayBeginCode(_ text: [Unicode.Scalar], _ colon: Int) -> Bool {
    guard colon + 1 < text.count, text[colon + 1] != " " else { return false }
    return colon == 0 || !isDigit(text[colon - 1]) || !isDigit(text[colon + 1])
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool { isDigit(scalar) || (scalar.isASCII && scalar.properties.isAlphabetic) }

  /// At the beginning of a line these would open a list, a heading or a rule.
  private static func harmlessAtLineStart(_ out: String, _ text: [Unicode.Scalar]) -> String {
    guard let first = text.first else { return out }
    let digits = text.prefix(while: isDigit)
    let mark = digits.isEmpty ? first : text.dropFirst(digits.count).first
    let after = text.dropFirst(digits.isEmpty ? 1 : digits.count + 1).first ?? " "
    if digits.isEmpty {
      let opens = ["-", "+", "="].contains(mark) && !isDigit(after)
      return opens ? "\\" + out : out
    }
    guard mark == "." || mark == ")", after == " " else { return out }
    return string(Array(digits)) + "\\" + string(Array(out.unicodeScalars.dropFirst(digits.count)))
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func longestRun(_ text: [Unicode.Scalar]) -> Int {
    var longest = 0
    var run = 0
    for scalar in text {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
