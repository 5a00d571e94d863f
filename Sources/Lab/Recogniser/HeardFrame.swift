/// What a recogniser made of 10 ms of audio.
package struct HeardFrame: Sendable, Equatable {
  /// Seconds on the clock of the stream at the end of this frame.
  package var end: Double
  /// Whether it is loud enough to be somebody's voice.
  package var isVoiced: Bool
  /// The words that were found at this moment: ended before it, mostly by a tenth of a second.
  package var words: [HeardWord]

  package init(end: Double, isVoiced: Bool, words: [HeardWord] = []) {
    self.end = end
    self.isVoiced = isVoiced
    self.words = words
  }
}
