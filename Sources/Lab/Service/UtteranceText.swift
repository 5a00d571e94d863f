internal import Speech

/// Writes words as the service does: plain lower case, or as a sentence where `punctuate` or `smart_format` asks for it.
struct UtteranceText: Sendable {
  private let isPunctuated: Bool

  init(_ parameters: ListenParameters) { isPunctuated = parameters.punctuate || parameters.smartFormat }

  /// The reading of a segment: its text and its words with times rounded to the millisecond, none outside the segment: where audio is missing or
  /// comes twice, a word is recognised as standing elsewhere.
  func alternative(_ segment: SegmentEvent.Segment) -> RecognizedChannel.Alternative {
    func within(_ time: Double) -> Double { min(max(time, segment.start), segment.end) }
    let words = segment.words.indices.map { index in
      let heard = segment.words[index]
      let written = isPunctuated ? written(heard.word, at: index, in: segment) : nil
      return RecognizedWord(
        word: Self.plain(heard.word), start: thousandths(within(heard.start)), end: thousandths(within(heard.end)),
        confidence: thousandths(heard.confidence), punctuatedWord: written)
    }
    let confidence = words.isEmpty ? 0 : words.reduce(0) { $0 + ($1.confidence ?? 0) } / Double(words.count)
    return RecognizedChannel.Alternative(
      transcript: words.map { $0.punctuatedWord ?? $0.word }.joined(separator: " "), confidence: thousandths(confidence), words: words)
  }

  /// Lower case, without punctuation at either end.
  static func plain(_ word: String) -> String {
    let lower = word.lowercased()
    let isSpoken: (Character) -> Bool = { $0.isLetter || $0.isNumber }
    guard let first = lower.firstIndex(where: isSpoken), let last = lower.lastIndex(where: isSpoken) else { return lower }
    return String(lower[first...last])
  }

  /// A word as the clip's own transcript writes it, if that is more than plain; else a capital at the beginning of an
  /// utterance and a full stop at its end.
  private func written(_ word: String, at index: Int, in segment: SegmentEvent.Segment) -> String {
    let plain = Self.plain(word)
    guard plain == word else { return word }
    let isFirst = index == 0 && segment.opensUtterance
    let isLast = index == segment.words.count - 1 && segment.speechFinal
    let capital = isFirst || plain == "i" ? plain.prefix(1).uppercased() + plain.dropFirst() : plain
    return isLast ? capital + "." : capital
  }
}

/// Rounded to three decimals.
func thousandths(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
