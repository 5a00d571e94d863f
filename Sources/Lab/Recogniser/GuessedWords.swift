internal import Audio

/// Words for a clip of which nobody wrote down the times, so that a user's own recording can be recognised too.
enum GuessedWords {
  /// One placeholder for each voiced stretch; where the transcript is known, its words instead, spread over the stretches in
  /// proportion to their letters.
  static func make(for clip: SpokenClip) -> [TimedWord] {
    let stretches = clip.placeholderWords
    let spoken = (clip.transcript ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    guard !spoken.isEmpty, !stretches.isEmpty else { return stretches }
    let groups = assign(spoken, to: stretches.map { $0.end - $0.start })
    return zip(stretches, groups).flatMap { stretch, group in
      let share = (stretch.end - stretch.start) / Double(max(1, group.reduce(0) { $0 + $1.count }))
      var start = stretch.start
      return group.map { word in
        defer { start += share * Double(word.count) }
        return TimedWord(word: word, start: start, end: start + share * Double(word.count))
      }
    }
  }

  /// Gives each word the stretch in which its middle falls, were all letters of one length.
  private static func assign(_ words: [String], to lengths: [Double]) -> [[String]] {
    let voiced = lengths.reduce(0, +)
    let letters = Double(words.reduce(0) { $0 + $1.count })
    var groups = [[String]](repeating: [], count: lengths.count)
    var passed = 0.0
    for word in words {
      var middle = (passed + Double(word.count) / 2) / letters * voiced
      passed += Double(word.count)
      var place = 0
      while place < lengths.count - 1, middle >= lengths[place] {
        middle -= lengths[place]
        place += 1
      }
      groups[place].append(word)
    }
    return groups
  }
}
