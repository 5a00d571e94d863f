/// What the bytes tell, weighed by what they sound like.
extension Carriage {
  /// Ranges of the client's audio that are missing in between; none where far more was put in, or where as much arrived as was sent, and some of it
  /// elsewhere or otherwise: then they are the edges of that.
  var gaps: [Range<Int>] {
    let gaps = comparison.gaps
    let length = Self.bytes(gaps)
    if Self.bytes(comparison.added) > 2 * length { return [] }
    let isElsewhere = !comparison.moved.isEmpty || !comparison.alterations.isEmpty
    return isElsewhere && comparison.balance * 2 < length ? [] : gaps.filter { $0 != lostAtStart }
  }

  /// The client's first audio, where it never reached the service. Silence is like silence: what seems to have come before a longer gap, and is
  /// nothing but that, may as well be the silence behind it.
  var lostAtStart: Range<Int>? {
    guard let first = comparison.missing.first else { return nil }
    if first.lowerBound == 0 { return first }
    return first.upperBound < comparison.sent && first.lowerBound < first.count && !isQuiet(first) && isQuiet(0..<first.lowerBound)
      ? first : nil
  }

  /// What was done to most bytes; nil: nothing in between. Silence that is missing says little beside a piece that was moved or repeated: a piece
  /// that is moved into a pause stands in its place.
  var main: AudioComparison.Main? {
    comparison.main(missing: gaps.filter { !isQuiet($0) }) ?? comparison.main(missing: gaps)
  }

  private static func bytes(_ ranges: [Range<Int>]) -> Int { ranges.reduce(0) { $0 + $1.count } }
}
