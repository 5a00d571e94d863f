internal import Speech

/// The words of a result as it says them one by one, beside its transcript.
struct WordsSaidTwice {
  let spoken: [String]
  let plain: [String]
  let written: [String]
  /// The word error rate of the transcript against the nearer of the two.
  let error: Double

  /// Words that are laid side by side: far more than a result has, and few enough for one that nobody would send.
  private static let most = 2_000

  init(_ result: ResultText) {
    let spoken = Array(WordNormalizer.words(result.text).prefix(Self.most))
    let plain = Array(WordNormalizer.words(result.words.map(\.word).joined(separator: " ")).prefix(Self.most))
    let written = Array(WordNormalizer.words(result.words.map { $0.punctuatedWord ?? $0.word }.joined(separator: " ")).prefix(Self.most))
    error = [plain, written].compactMap { WordErrorRate.measure(expected: $0, received: spoken).wer }.min() ?? 0
    (self.spoken, self.plain, self.written) = (spoken, plain, written)
  }

  /// More than formatting explains.
  var differ: Bool { error > 0.3 }
}
