internal import Speech

extension ResultText {
  /// How a result of the service's contradicts itself, in words; nil: it does not.
  ///
  /// A Results message says its words twice, as a transcript and one by one, and they lie within its own stretch of audio.
  var contradiction: String? {
    if isFinal == false, speechFinal == true { return "speech_final is true and is_final is false" }
    guard !words.isEmpty else { return nil }
    let spoken = WordNormalizer.words(text)
    let plain = WordNormalizer.words(words.map(\.word).joined(separator: " "))
    let written = WordNormalizer.words(words.map { $0.punctuatedWord ?? $0.word }.joined(separator: " "))
    let errors = [plain, written].compactMap { WordErrorRate.measure(expected: $0, received: spoken).wer }.min() ?? 0
    let isCutOff = spoken.count < plain.count && plain.starts(with: spoken)
    if errors > 0.3 || isCutOff {
      return "its transcript is \"\(text.prefix(40))\", and its words are \"\(written.joined(separator: " ").prefix(40))\""
    }
    guard let start, let end, let first = words.first, let last = words.last else { return nil }
    guard first.start < start - 0.25 || last.end > end + 0.25 else { return nil }
    return sentence(
      "it stands from \(decimal(start, 2)) to \(decimal(end, 2)) s, and its words from \(decimal(first.start, 2)) to \(decimal(last.end, 2)) s"
    )
  }
}
