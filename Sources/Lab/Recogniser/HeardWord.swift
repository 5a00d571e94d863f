/// A word that was heard.
package struct HeardWord: Sendable, Equatable {
  package var word: String
  /// Seconds on the clock of the stream: samples heard, divided by the declared rate.
  package var start: Double
  package var end: Double
  /// From 0 to 1: 1 minus the distance between what was heard and the clip.
  package var confidence: Double

  package init(word: String, start: Double, end: Double, confidence: Double) {
    self.word = word
    self.start = start
    self.end = end
    self.confidence = confidence
  }
}
