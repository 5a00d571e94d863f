import Speech
import TestSupport
import Testing

@Suite struct WordErrorRateTests {
  struct Case: Sendable {
    var expected: String
    var received: String
    var wer: Double
    var counts: [Int]
  }

  static let cases = [
    Case(expected: "", received: "", wer: 0, counts: [0, 0, 0]),
    Case(expected: "", received: "one two", wer: 1, counts: [0, 0, 2]),
    Case(expected: " . ", received: "!?", wer: 0, counts: [0, 0, 0]),
    Case(expected: "one two", received: "", wer: 1, counts: [0, 2, 0]),
    Case(expected: "the cat sat", received: "the cat sat", wer: 0, counts: [0, 0, 0]),
    Case(expected: "the cat sat", received: "the bat sat", wer: 1 / 3, counts: [1, 0, 0]),
    Case(expected: "the cat sat", received: "the sat", wer: 1 / 3, counts: [0, 1, 0]),
    Case(expected: "the cat sat", received: "the big cat sat", wer: 1 / 3, counts: [0, 0, 1]),
    Case(expected: "one", received: "a b c", wer: 3, counts: [1, 0, 2]),
    Case(expected: "a b c d", received: "x a c d d", wer: 0.75, counts: [2, 0, 1]),
    Case(expected: "Don't stop, it’s O'Brien!", received: "dont STOP its obrien", wer: 0, counts: [0, 0, 0]),
    Case(expected: "five", received: "5", wer: 1, counts: [1, 0, 0]),
  ]

  /// A peer may send megabytes without a space: each character costs the same.
  @Test func aWordMayBeLong() {
    let words = WordNormalizer.words(String(repeating: "aB", count: 50_000) + " end")
    #expect(words.map(\.utf8.count) == [100_000, 3])
  }

  /// Each ASCII character in each surrounding that matters.
  @Test func whatIsASCIIIsReadAsUnicodeHasIt() {
    let around = ["", "1", " ", "\t", "a", "-", "."]
    for byte in UInt8(0)..<0x80 {
      for before in around {
        for after in around {
          let text = "x" + before + String(UnicodeScalar(byte)) + after + "y"
          #expect(WordNormalizer.words(text) == WordNormalizer.words(unicode: text), "\(text.debugDescription)")
        }
      }
    }
  }

  @Test(arguments: cases) func knownCases(_ test: Case) {
    let result = WordErrorRate.measure(expected: test.expected, received: test.received)
    #expect(abs(result.wer - test.wer) < 1e-12)
    #expect([result.substitutions, result.deletions, result.insertions] == test.counts)
  }

  @Test func theAlignmentSaysWhichWords() {
    let result = WordErrorRate.measure(expected: "please call Stella now", received: "please tall Stella right now")
    #expect(
      result.alignment == [
        .match("please"), .substitution(expected: "call", received: "tall"), .match("stella"), .insertion("right"), .match("now"),
      ])
    #expect(WordErrorRate.measure(expected: "a b", received: "b").alignment == [.deletion("a"), .match("b")])
  }

  @Test(arguments: [
    ("  Hello,   WORLD.\n", ["hello", "world"]), ("well-known — twenty-one", ["well", "known", "twenty", "one"]),
    ("3.5 1,000 10:30 50% -4 $5", ["3.5", "1,000", "10:30", "50%", "-4", "$5"]), ("Ends at 3.", ["ends", "at", "3"]),
    ("ÄPFEL Straße ÉTÉ", ["äpfel", "straße", "été"]), ("rock'n'roll ‘quoted’ “words”", ["rocknroll", "quoted", "words"]),
    ("a\u{200B}b c\u{A0}d", ["ab", "c", "d"]), ("你好，世界", ["你好", "世界"]), ("…", []),
  ])
  func normalises(text: String, words: [String]) {
    #expect(WordNormalizer.words(text) == words)
    #expect(WordNormalizer.words(WordNormalizer.words(text).joined(separator: " ")) == words)
  }

  @Test func composedAndDecomposedLettersAreOneWord() {
    #expect(WordErrorRate.measure(expected: "caf\u{E9}", received: "cafe\u{301}").wer == 0)
  }

  private func words(_ generator: inout SeededRandom, limit: Int, vocabulary: Int) -> [String] {
    (0..<Int.random(in: 0...limit, using: &generator)).map { _ in "w\(Int.random(in: 0..<vocabulary, using: &generator))" }
  }

  /// The textbook recurrence, without any of the short cuts.
  private func plainDistance(_ a: [String], _ b: [String]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices { row.append(min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)) }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }

  @Test func distanceIsAMetricAndTheLeastOne() {
    var generator = SeededRandom(seed: 3)
    func distance(_ a: [String], _ b: [String]) -> Int { WordErrorRate.measure(expected: a, received: b).distance }
    for _ in 0..<400 {
      let (a, b, c) = (
        words(&generator, limit: 12, vocabulary: 4), words(&generator, limit: 12, vocabulary: 4),
        words(&generator, limit: 12, vocabulary: 4)
      )
      #expect(distance(a, b) == plainDistance(a, b))
      #expect(distance(a, b) == distance(b, a))
      #expect(distance(a, c) <= distance(a, b) + distance(b, c))
      #expect((distance(a, b) == 0) == (a == b))
      #expect((WordErrorRate.measure(expected: a, received: b).wer == 0) == (a == b))
    }
  }

  private func checkAlignment(_ a: [String], _ b: [String], _ result: WERResult) {
    var (left, right): ([String], [String]) = ([], [])
    for step in result.alignment {
      switch step {
      case .match(let word):
        left.append(word)
        right.append(word)
      case .substitution(let expected, let received):
        #expect(expected != received)
        left.append(expected)
        right.append(received)
      case .deletion(let word): left.append(word)
      case .insertion(let word): right.append(word)
      }
    }
    #expect(left == a && right == b)
    #expect(result.expectedWords == a.count && result.receivedWords == b.count)
  }

  @Test func theAlignmentRestoresBothTexts() {
    var generator = SeededRandom(seed: 4)
    for _ in 0..<200 {
      let (a, b) = (words(&generator, limit: 30, vocabulary: 6), words(&generator, limit: 30, vocabulary: 6))
      checkAlignment(a, b, WordErrorRate.measure(expected: a, received: b))
    }
  }

  /// Longer than one table: the texts are divided, and the distance is still the least.
  @Test func longTranscriptsAreDividedWithoutLoss() {
    var generator = SeededRandom(seed: 6)
    let a = (0..<1500).map { _ in "w\(Int.random(in: 0..<50, using: &generator))" }
    var b = a
    for _ in 0..<300 {
      let place = Int.random(in: 0..<b.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: b.remove(at: place)
      case 1: b.insert("new", at: place)
      default: b[place] = "other"
      }
    }
    let result = WordErrorRate.measure(expected: a, received: b)
    checkAlignment(a, b, result)
    #expect(result.distance == plainDistance(a, b))
    #expect(result.distance > 200 && result.distance <= 300)
  }
}
