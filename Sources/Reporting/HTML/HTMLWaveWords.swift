internal import Diagnosis
internal import Speech
internal import Timeline

/// Words on the audio clock: those that came back where they were heard, those that are missing between them.
struct HTMLWaveWords {
  private struct Word {
    enum Kind { case heard, missing, added, crowd }
    var text: String
    var at: Double
    var kind: Kind
  }

  /// Seconds that results with words cover.
  let spans: [Range<Double>]
  /// False where words came and no result says what it covers.
  let hasTimes: Bool
  private let words: [Word]
  /// Words that are drawn one by one; of more none.
  private static let most = 60
  /// Words that are looked at: more than that, nobody speaks in an hour.
  private static let mostHeard = 20_000

  init(_ facts: SessionFacts) {
    // A relay may drop the times that the service gives.
    let relayed = facts.settled
    let own = relayed.contains { $0.value.end != nil } || facts.service == nil ? relayed : facts.service?.finals ?? []
    let spoken = own.map(\.value).filter { !$0.text.isEmpty }
    let timed = spoken.filter { $0.end != nil }
    hasTimes = spoken.isEmpty || !timed.isEmpty
    spans = timed.compactMap { result in
      guard let start = result.words.first?.start ?? result.start, let end = result.words.last?.end ?? result.end, end > start else {
        return nil
      }
      return start..<end
    }
    var heard: [Word] = []
    for result in timed where heard.count < Self.mostHeard { heard += Self.words(result).prefix(Self.mostHeard - heard.count) }
    words = Self.aligned(heard, expected: facts.info.audio?.transcript, until: facts.sentSeconds ?? 0)
  }

  /// A result's words, spread evenly where they came without times.
  private static func words(_ result: ResultText) -> [Word] {
    let names = WordNormalizer.words(result.text)
    Work.step(names.count)
    guard let start = result.start, let duration = result.duration else { return [] }
    return names.enumerated().map { index, name in
      let even = start + duration * Double(index) / Double(max(1, names.count))
      let at = result.words.count == names.count ? result.words[index].start : even
      return Word(text: name, at: at, kind: .heard)
    }
  }

  private static func aligned(_ heard: [Word], expected: String?, until end: Double) -> [Word] {
    guard let expected else { return heard }
    let steps = WordErrorRate.measure(expected: WordNormalizer.words(expected), received: heard.map(\.text)).alignment
    var words: [Word] = []
    var missing: [String] = []
    var next = heard[...]
    // Missing words stand evenly between those around them.
    func place(before: Double) {
      let after = words.last.map { $0.at + 0.3 } ?? 0
      let room = max(0, before - after)
      // Where they would lie over each other, their number says more.
      if missing.count > 1, end > 0, room / end / Double(missing.count) < 0.06 {
        words.append(Word(text: "\(missing.count) words missing", at: after + room / 2, kind: .crowd))
        return missing = []
      }
      for (index, text) in missing.enumerated() {
        words.append(Word(text: text, at: after + room * Double(index) / Double(missing.count), kind: .missing))
      }
      missing = []
    }
    for step in steps {
      switch step {
      case .deletion(let text): missing.append(text)
      case .match(let text), .insertion(let text), .substitution(_, let text):
        let at = next.popFirst()?.at ?? end
        if case .substitution(let expected, _) = step { missing.append(expected) }
        place(before: at)
        var kind = Word.Kind.added
        if case .match = step { kind = .heard }
        words.append(Word(text: text, at: at, kind: kind))
      }
    }
    place(before: end)
    return words
  }

  /// Hidden from those who hear the page: the aligned text says the same in order.
  func lane(_ seconds: Double) -> HTML {
    guard !words.isEmpty, words.count <= Self.most, seconds > 0 else { return .nothing }
    let items = words.map { word -> HTML in
      let percent = max(0, min(100, word.at / seconds * 100))
      // Near the right edge a word ends where it was heard, so that it stays on the page.
      let place = [HTMLAttribute.left(percent: percent)] + (percent > 82 ? [.class("late")] : [])
      let text = HTML.text(Columns.fit(word.text, 24))
      return switch word.kind {
      case .heard: .tag(.span, place, [text])
      case .missing: .tag(.del, place, [text])
      case .added: .tag(.ins, place, [text])
      case .crowd: .tag(.em, place, [text])
      }
    }
    return .tag(.div, [.class("lane"), .silent], items)
  }
}
