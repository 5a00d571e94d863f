/// How far a transcript is from the expected one.
package struct WERResult: Sendable, Hashable {
  package var substitutions: Int
  package var deletions: Int
  package var insertions: Int
  /// Words expected, after normalisation.
  package var expectedWords: Int
  /// Words received, after normalisation.
  package var receivedWords: Int
  /// From the first word to the last.
  package var alignment: [AlignedWord]

  init(alignment: [AlignedWord]) {
    self.alignment = alignment
    substitutions = 0
    deletions = 0
    insertions = 0
    for step in alignment {
      switch step {
      case .match: break
      case .substitution: substitutions += 1
      case .deletion: deletions += 1
      case .insertion: insertions += 1
      }
    }
    expectedWords = alignment.count - insertions
    receivedWords = alignment.count - deletions
  }

  /// Substitutions, deletions and insertions together.
  package var distance: Int { substitutions + deletions + insertions }

  /// The word error rate: distance over words expected. It exceeds 1 where much was invented; where nothing was expected it
  /// is 0 if nothing came and 1 if something did.
  package var wer: Double {
    expectedWords > 0 ? Double(distance) / Double(expectedWords) : receivedWords > 0 ? 1 : 0
  }
}
