internal import Speech
internal import Timeline

/// Whether everything that was said came back as final results.
package enum Drain: Sendable, Equatable {
  case drained(String)
  case cut(String)
  case unknown(String)

  package var isDrained: Bool {
    if case .drained = self { return true }
    return false
  }

  package var isCut: Bool {
    if case .cut = self { return true }
    return false
  }
}

extension SessionFacts {
  /// Judged from the client hop alone, and only as far as it can be: many healthy relays drop Metadata, reshape messages or leave out times.
  package var drain: Drain {
    if let metadata, metadata.value.sha256 != "incomplete" { return .drained("Metadata came, which the service sends last") }
    guard !results.isEmpty else { return .unknown("no result came") }
    guard tellsFinality else { return .unknown("the relay's messages do not say which results are final") }
    let words = results.filter { !$0.value.text.isEmpty }
    let last = words.last?.at ?? 0
    guard !client.messages.contains(where: { $0.value.fault != nil && $0.at >= last }) else {
      return .unknown("a message that can't be read may hold what is missing")
    }
    guard let lastFinal = finals.last(where: { !$0.value.text.isEmpty }) ?? finals.last else {
      return words.isEmpty ? .unknown("only empty results came") : .cut("interim results came and no final")
    }
    if let expected = info.audio?.transcript, let transcript, Self.endsAlike(expected, transcript) {
      return .drained("the finals end with the last words of the clip")
    }
    if let end = Self.end(lastFinal.value), let sent = sentSeconds {
      if end >= sent - 0.6 { return .drained("the last final reaches the end of the audio") }
      if let later = words.last(where: { ($0.value.start ?? 0) >= end - 0.05 && $0.value.isFinal == false }) {
        return .cut("words were heard after the last final (\"\(later.value.text.prefix(40))\") and never became final")
      }
      if let utterances = info.audio?.utterances, utterances > finals.count, end < sent - 1.2 {
        return .cut("\(utterances) utterances were sent and the finals end \(seconds(sent - end)) before the audio does")
      }
    } else if let last = words.last, last.at > lastFinal.at, last.value.isFinal == false {
      return .cut("the last words that came are interim")
    }
    return .unknown("it can't be seen whether the last final covers the last words")
  }

  static func end(_ result: ResultText) -> Double? {
    guard let start = result.start, let duration = result.duration else { return nil }
    return start + duration
  }

  private static func endsAlike(_ expected: String, _ received: String) -> Bool {
    let wanted = WordNormalizer.words(expected).suffix(2)
    return !wanted.isEmpty && WordNormalizer.words(received).suffix(wanted.count).elementsEqual(wanted)
  }
}
