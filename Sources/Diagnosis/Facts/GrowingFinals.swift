internal import Speech
internal import Timeline

/// Two finals in a row, of which the later begins with all the words of the earlier, though the clip says them once: interims grow so.
struct GrowingFinals {
  let first: Located<ResultText>
  let next: Located<ResultText>

  /// One word may well be said twice.
  private static let fewest = 2

  /// The first two; nil: there are none, or nobody knows what the clip says, or the finals tell times, which say more.
  init?(_ session: SessionFacts) {
    guard session.streamedWhole, let spoken = (session.info.audio?.transcript).map({ WordNormalizer.words($0) }) else { return nil }
    let finals = session.finals.filter { !$0.value.text.isEmpty }
    guard finals.allSatisfy({ $0.value.end == nil }) else { return nil }
    let worded = finals.map { (final: $0, words: WordNormalizer.words($0.value.text)) }
    let pair = zip(worded, worded.dropFirst()).first { one, other in
      one.words.count >= Self.fewest && other.words.count > one.words.count && other.words.starts(with: one.words)
        && !(one.words + other.words).stand(in: spoken)
    }
    guard let pair else { return nil }
    (first, next) = (pair.0.final, pair.1.final)
  }
}
