internal import Speech
internal import Timeline

/// Words of a clip that came back, laid beside those that are spoken in it.
package struct LostWords: Sendable, Equatable {
  /// Words missing before the first that came, between, and behind the last.
  package private(set) var start = 0
  package private(set) var middle = 0
  package private(set) var end = 0
  /// Words of the clip that did not come.
  var missing: Int { start + middle + end }
  /// Words that are not in the clip.
  package private(set) var added = 0
  /// Words that came as others.
  package let replaced: Int
  /// Whatever came is in the clip.
  var isRight: Bool { added == 0 && replaced == 0 }
  package let wer: Double?
  /// The share of the clip's words that did not come, or came as others: what is said twice is not among them.
  package let wrong: Double?

  init(_ result: WERResult) {
    wer = result.wer
    replaced = result.substitutions
    wrong = result.expectedWords > 0 ? Double(result.substitutions + result.deletions) / Double(result.expectedWords) : nil
    var run = 0
    var hasMet = false
    for word in result.alignment {
      switch word {
      case .match, .substitution:
        if hasMet { middle += run } else { start = run }
        hasMet = true
        run = 0
      case .deletion: run += 1
      case .insertion: added += 1
      }
    }
    if hasMet { end = run } else { middle = run }
  }
}

extension SessionFacts {
  /// Nil where nobody wrote down what is said, the clip was not sent whole, nothing came back, or a message that nobody can read may hold words.
  var lostWords: LostWords? { transcript.flatMap(lostWords) }

  /// The same of what was heard: the last words may have come, and never become final.
  var unheardWords: LostWords? {
    guard let settled = transcript else { return nil }
    guard let last = results.last(where: { !$0.value.text.isEmpty }), last.value.isFinal == false else { return lostWords(settled) }
    return lostWords(finals.isEmpty ? last.value.text : "\(settled) \(last.value.text)")
  }

  /// The share of the clip's words that were not heard, or heard as others: a final that did not come is no wrong word where an interim told it.
  var misheard: Double? { unheardWords?.wrong }

  private func lostWords(_ received: String) -> LostWords? {
    guard let expected = info.audio?.transcript, streamedWhole, client.messages.allSatisfy({ $0.value.fault == nil }) else { return nil }
    return LostWords(WordErrorRate.measure(expected: expected, received: received))
  }
}
