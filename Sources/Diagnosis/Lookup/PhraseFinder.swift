internal import Timeline

/// Finds which of many phrases stand in texts, word after word, in time that grows with the words of both.
struct PhraseFinder {
  /// Longer phrases are looked up by so many of their words first.
  private static let head = 8
  /// So many lengths of phrases with one head are told apart; of more, the shortest.
  private static let most = 16

  private var numbers: [String: Int32] = [:]
  /// How many words the heads have, each once.
  private var headLengths: [Int] = []
  /// The lengths of the phrases that begin so.
  private var lengths: [ArraySlice<Int32>: [Int]] = [:]
  /// Each phrase with the latest time at which a text had it.
  private var latest: [ArraySlice<Int32>: Nanoseconds?] = [:]

  init(_ phrases: some Sequence<[String]>) {
    for phrase in phrases where !phrase.isEmpty {
      let key = phrase.map { word -> Int32 in
        if let known = numbers[word] { return known }
        numbers[word] = Int32(truncatingIfNeeded: numbers.count)
        return Int32(truncatingIfNeeded: numbers.count - 1)
      }[...]
      guard latest.updateValue(nil, forKey: key) == nil else { continue }
      let start = key.prefix(Self.head)
      if !headLengths.contains(start.count) { headLengths.append(start.count) }
      var own = lengths[start, default: []]
      guard !own.contains(key.count) else { continue }
      own = (own + [key.count]).sorted()
      lengths[start] = Array(own.prefix(Self.most))
    }
  }

  /// Takes a text, with the time at which it came; its words as the phrases' are.
  mutating func read(_ text: [String], at time: Nanoseconds = 0) {
    guard !lengths.isEmpty else { return }
    Work.step(text.count)
    let words = text.map { numbers[$0] ?? -1 }
    for start in words.indices where words[start] >= 0 {
      for head in headLengths where start + head <= words.count {
        guard let found = lengths[words[start..<start + head]] else { continue }
        for length in found where start + length <= words.count {
          Work.step(length)
          let key = words[start..<start + length]
          if let before = latest[key] { latest[key] = .some(max(before ?? time, time)) }
        }
      }
    }
  }

  /// The latest time at which a text had the phrase; nil where none had. A phrase without words stands in any text, which nobody asks for.
  func latest(of phrase: [String]) -> Nanoseconds? {
    let key = phrase.compactMap { numbers[$0] }
    return key.count == phrase.count ? latest[key[...]] ?? nil : nil
  }
}
