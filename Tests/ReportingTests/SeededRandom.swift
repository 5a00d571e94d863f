/// SplitMix64: the same texts every time.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

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
