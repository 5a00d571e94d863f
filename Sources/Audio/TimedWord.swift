/// A word and when it is spoken, in seconds since the audio began.
package struct TimedWord: Sendable, Hashable {
  package var word: String
  package var start: Double
  package var end: Double

  package init(word: String, start: Double, end: Double) {
    self.word = word
    self.start = start
    self.end = end
  }
}
