/// Which bytes of a stream have been met: one bit a byte, so that each range costs its own length and no more.
struct Coverage {
  private var words: [UInt64]
  private let count: Int

  /// - Parameter count: Bytes of the stream; what lies outside is left alone.
  init(of count: Int) {
    self.count = max(0, count)
    words = [UInt64](repeating: 0, count: (self.count + 63) / 64)
  }

  mutating func add(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<count)
    var at = range.lowerBound
    while at < range.upperBound {
      let end = min(range.upperBound, (at / 64 + 1) * 64)
      words[at / 64] |= Self.mask(at % 64, end - at)
      at = end
    }
  }

  func contains(_ place: Int) -> Bool { (0..<count).contains(place) && words[place / 64] >> UInt64(place % 64) & 1 == 1 }

  /// What has been met of a range.
  func overlaps(_ range: Range<Int>) -> [Range<Int>] { stretches(in: range, met: true) }

  /// What has not been met of a range.
  func gaps(in range: Range<Int>) -> [Range<Int>] { stretches(in: range, met: false) }

  private func stretches(in range: Range<Int>, met: Bool) -> [Range<Int>] {
    let range = range.clamped(to: 0..<count)
    var found: [Range<Int>] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let start = next(met, from: at, to: range.upperBound)
      guard start < range.upperBound else { break }
      at = next(!met, from: start, to: range.upperBound)
      found.append(start..<at)
    }
    return found
  }

  /// The first byte from a place on that has been met, or has not.
  private func next(_ met: Bool, from place: Int, to end: Int) -> Int {
    var at = place
    while at < end {
      let word = (met ? words[at / 64] : ~words[at / 64]) >> UInt64(at % 64)
      if word != 0 { return min(end, at + word.trailingZeroBitCount) }
      at = (at / 64 + 1) * 64
    }
    return end
  }

  private static func mask(_ from: Int, _ count: Int) -> UInt64 {
    (count == 64 ? .max : (1 << UInt64(count)) - 1) << UInt64(from)
  }
}
