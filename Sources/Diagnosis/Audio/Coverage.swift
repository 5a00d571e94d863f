/// Ranges put together: which bytes of a stream have been met.
struct Coverage {
  /// In order, apart from each other.
  private(set) var ranges: [Range<Int>] = []

  mutating func add(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    // Streams mostly go on where they were.
    guard let last = ranges.last, range.lowerBound < last.lowerBound else {
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
      return
    }
    let first = index(endingAtOrBehind: range.lowerBound)
    var merged = range
    var end = first
    while end < ranges.count, ranges[end].lowerBound <= range.upperBound {
      merged = min(merged.lowerBound, ranges[end].lowerBound)..<max(merged.upperBound, ranges[end].upperBound)
      end += 1
    }
    ranges.replaceSubrange(first..<end, with: [merged])
  }

  /// What has been met of a range.
  func overlaps(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var at = index(endingAtOrBehind: range.lowerBound)
    while at < ranges.count, ranges[at].lowerBound < range.upperBound {
      let part = ranges[at].clamped(to: range)
      if !part.isEmpty { parts.append(part) }
      at += 1
    }
    return parts
  }

  /// What has not been met of a range.
  func gaps(in whole: Range<Int>) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var at = whole.lowerBound
    for range in ranges {
      if range.lowerBound > at { gaps.append(at..<range.lowerBound) }
      at = max(at, range.upperBound)
    }
    if at < whole.upperBound { gaps.append(at..<whole.upperBound) }
    return gaps
  }

  /// The first range that ends at or behind a place.
  private func index(endingAtOrBehind place: Int) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
