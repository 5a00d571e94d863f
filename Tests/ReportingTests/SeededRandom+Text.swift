import TestSupport

/// Texts that reports have to lay out.
extension SeededRandom {
  /// Words of all widths and kinds, blanks, controls, marks.
  mutating func text() -> String {
    let pieces = [
      " ", " ", " ", "a", "word", "longerword", "表", "示する", "🙂", "e\u{301}", "\u{301}", "\u{1B}[31m", "\n", "\t", "`", "|", "\u{202E}",
      "https://relay.test/a?b=c&d=e",
      "{\"type\":\"Results\",\"channel_index\":[0,1]}", "한", "−", "\u{1F1E9}\u{1F1EA}", "###", "x y",
    ]
    return (0..<Int.random(in: 0...40, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
