internal import Speech

extension ResultText {
  /// How a result of the service's contradicts itself, in words; nil: it does not.
  ///
  /// A Results message says its words twice, as a transcript and one by one, and they lie within its own stretch of audio.
  var contradiction: String? {
    if isFinal == false, speechFinal == true { return "speech_final is true and is_final is false" }
    if let written = otherWords {
      return "its transcript is \"\(text.prefix(40))\", and its words are \"\(written.joined(separator: " ").prefix(40))\""
    }
    guard leavesOutItsWords, let start, let end, let first = words.first, let last = words.last else { return nil }
    return sentence(
      "it stands from \(decimal(start, 2)) to \(decimal(end, 2)) s, and its words from \(decimal(first.start, 2)) to \(decimal(last.end, 2)) s"
    )
  }

  /// True where its transcript and its list of words say two things.
  var contradictsItsWords: Bool { otherWords != nil }

  /// The words of its list, where its transcript is another, or breaks off.
  private var otherWords: [String]? {
    guard !words.isEmpty else { return nil }
    let twice = WordsSaidTwice(self)
    let isCutOff = twice.spoken.count < twice.plain.count && twice.plain.starts(with: twice.spoken)
    return twice.differ || isCutOff ? twice.written : nil
  }

  /// True where words of it begin before it, or end after it.
  var leavesOutItsWords: Bool {
    guard let start, let end, let first = words.first, let last = words.last else { return false }
    return first.start < start - 0.25 || last.end > end + 0.25
  }
}
