/// One word with its place on the audio clock.
package struct RecognizedWord: Sendable, Hashable, Codable {
  package var word: String
  /// Seconds on the audio clock.
  package var start: Double
  /// Seconds on the audio clock.
  package var end: Double
  /// 0…1; nil where the service gave none.
  package var confidence: Double?
  /// The word as a sentence writes it; only with `punctuate` or `smart_format`.
  package var punctuatedWord: String?

  package init(word: String, start: Double, end: Double, confidence: Double? = nil, punctuatedWord: String? = nil) {
    self.word = word
    self.start = start
    self.end = end
    self.confidence = confidence
    self.punctuatedWord = punctuatedWord
  }

  private enum CodingKeys: String, CodingKey {
    case word, start, end, confidence
    case punctuatedWord = "punctuated_word"
  }
}
