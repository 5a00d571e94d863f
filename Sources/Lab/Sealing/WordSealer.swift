/// Puts other words in place of those that were spoken: each as long as before, the same where they were the same, and nothing to be told from them
/// without the key.
struct WordSealer: Sendable {
  private let hash: SipHash

  /// - Parameter key: Made for one recording, and kept nowhere.
  init(key: (UInt64, UInt64)) { hash = SipHash(key: key) }

  /// The runs of letters and digits in a text, in lower case: what counts as a word here.
  static func words(_ text: some Sequence<Unicode.Scalar>) -> [[Unicode.Scalar]] {
    var words: [[Unicode.Scalar]] = []
    var isInWord = false
    for scalar in text {
      let isLetter = isPartOfWord(scalar)
      if isLetter {
        if !isInWord { words.append([]) }
        words[words.count - 1].append(lower(scalar))
      }
      isInWord = isLetter
    }
    return words
  }

  /// The same text with other words: scalar by scalar as long in UTF-8, capitals where there were some.
  /// - Parameter isMeant: Which of the words, in lower case.
  func sealed(_ text: [Unicode.Scalar], where isMeant: ([Unicode.Scalar]) -> Bool = { _ in true }) -> [Unicode.Scalar] {
    var result = text
    var start = 0
    while start < text.count {
      guard Self.isPartOfWord(text[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < text.count, Self.isPartOfWord(text[end]) { end += 1 }
      defer { start = end }
      let word = text[start..<end].map(Self.lower)
      guard isMeant(word) else { continue }
      let own = word.reduce(0) { hash.hash($0, UInt64($1.value)) }
      for place in start..<end { result[place] = replaced(text[place], hash.hash(own, UInt64(place - start)), isFirst: place == start) }
    }
    return result
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(lower(scalar)) || ("0"..."9").contains(scalar)
      : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard !scalar.isASCII else {
      return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
    }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  /// One of its kind: digits, Latin, and of what is longer in UTF-8 Cyrillic and Chinese, so that it stays a letter of the same length.
  private func replaced(_ scalar: Unicode.Scalar, _ hash: UInt64, isFirst: Bool) -> Unicode.Scalar {
    let isCapital = Self.lower(scalar) != scalar
    switch UTF8.width(scalar) {
    // A number does not begin with 0: it may be all of a message, and JSON.
    case 1 where ("0"..."9").contains(scalar): return isFirst ? Self.scalar("1", hash % 9) : Self.scalar("0", hash % 10)
    case 1: return Self.scalar(isCapital ? "A" : "a", hash % 26)
    case 2: return Self.scalar(isCapital ? "\u{410}" : "\u{430}", hash % 32)
    case 3: return Self.scalar("\u{4E00}", hash % 0x5000)
    default: return Self.scalar("\u{20000}", hash % 0xA000)
    }
  }

  private static func scalar(_ first: Unicode.Scalar, _ offset: UInt64) -> Unicode.Scalar {
    Unicode.Scalar(first.value + UInt32(offset)) ?? first
  }
}
