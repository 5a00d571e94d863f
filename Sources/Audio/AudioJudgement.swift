/// A guess, how sure it is, and why.
package struct AudioJudgement: Sendable, Hashable {
  package var guess: AudioGuess
  /// 0…1. What a header says is 1; statistics stay below, and are `unknown` below 0.5.
  package var confidence: Double
  /// A clause for people, such as `linear16 explains the bytes in 4.1 bits each, the next best reading in 7.8`.
  package var why: String

  package init(guess: AudioGuess, confidence: Double, why: String) {
    self.guess = guess
    self.confidence = confidence
    self.why = why
  }
}
