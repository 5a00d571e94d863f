internal import Audio

/// Whether two streams sound alike, whatever their rates and encodings: their loudness, 10 ms by 10 ms, laid over each other.
///
/// That survives another rate, another encoding, a mix of channels, a volume, a filter; not a stretch, noise or another text.
package struct SoundComparison: Sendable, Equatable {
  /// Correlation of the two outlines where they fit best, -1…1.
  package let likeness: Double
  /// Seconds of the sent sound before the first that arrived; below 0 where something was put in front.
  package let missingAtStart: Double
  /// Seconds of the sent sound behind the last that arrived.
  package let missingAtEnd: Double
  /// Seconds that the end is nearer to the beginning than it was: something in between is missing, below 0: was added.
  package let missingBetween: Double

  /// The outlines agree too well for chance.
  package var isAlike: Bool { likeness >= 0.85 }
  /// They are two different sounds: two of some seconds agree by chance up to about 0.6 where they fit best.
  package var isUnlike: Bool { likeness < 0.7 }

  /// Frames of 10 ms that are laid over each other at most, and moved against each other at most.
  private static let most = 3000
  private static let reach = 600

  /// Nil where one of the two is too short, or too even, to be told by its outline.
  init?(sent: [Float], arrived: [Float]) {
    guard Self.areLong(sent, arrived), Self.isLively(sent), Self.isLively(arrived) else { return nil }
    let head = Self.best(sent.prefix(Self.most), arrived.prefix(Self.most), around: 0, reach: Self.reach)
    guard let head else { return nil }
    likeness = head.likeness
    missingAtStart = Double(head.lag) / Double(EnvelopeFrame.rate)
    // The last third by itself: where it fits elsewhere, something happened before it.
    var between = 0
    let third = min(arrived.count / 3, Self.most)
    if third >= 100, head.likeness >= 0.5 {
      let start = arrived.count - third
      let around = start + head.lag
      let from = max(0, min(sent.count, around - Self.reach))
      let to = max(from, min(sent.count, around + third + Self.reach))
      let tail = Self.best(sent[from..<to], arrived[start...], around: around - from, reach: Self.reach)
      if let tail, tail.likeness >= 0.85 { between = tail.lag + from - start - head.lag }
    }
    missingBetween = Double(between) / Double(EnvelopeFrame.rate)
    missingAtEnd = Double(sent.count - arrived.count - head.lag - between) / Double(EnvelopeFrame.rate)
  }

  /// The outline of raw samples.
  static func outline(_ bytes: [UInt8], _ format: AudioFormat) -> [Float] {
    guard format.channels > 0, format.sampleRate > 0 else { return [] }
    let samples = Conversion.remix(SampleCodec.decode(bytes, format.encoding), from: format.channels, to: 1)
    return Envelope.frames(samples, sampleRate: format.sampleRate).map(\.level)
  }

  /// The lag (of the arrived behind the sent, in frames) at which two outlines agree best.
  private static func best(_ sent: ArraySlice<Float>, _ arrived: ArraySlice<Float>, around: Int, reach: Int) -> (
    lag: Int, likeness: Double
  )? {
    let sent = Array(sent)
    let arrived = Array(arrived)
    var found: [(lag: Int, likeness: Double)] = []
    for lag in (around - reach)...(around + reach) {
      let from = max(0, -lag)
      let to = min(arrived.count, sent.count - lag)
      guard to - from >= max(50, arrived.count / 2) else { continue }
      found.append((lag, correlation(sent, from + lag, arrived, from, to - from)))
    }
    guard let top = found.map(\.likeness).max() else { return nil }
    // Speech is like itself elsewhere, and the more so the less of the two is laid over each other: of those that fit about as well it is the one
    // that moves least.
    let peaks = found.indices.filter { place in
      let (before, behind) = (max(0, place - 1), min(found.count - 1, place + 1))
      return found[place].likeness >= max(top - 0.03, found[before].likeness, found[behind].likeness)
    }
    let best = peaks.map { found[$0] }.min { abs($0.lag - around) < abs($1.lag - around) }
    return best
  }

  private static func correlation(_ a: [Float], _ from: Int, _ b: [Float], _ at: Int, _ count: Int) -> Double {
    var sums: (a: Float, b: Float, aa: Float, bb: Float, ab: Float) = (0, 0, 0, 0, 0)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for index in 0..<count {
          let x = a[from + index] + 30
          let y = b[at + index] + 30
          sums.a += x
          sums.b += y
          sums.aa += x * x
          sums.bb += y * y
          sums.ab += x * y
        }
      }
    }
    let n = Double(count)
    let covariance = Double(sums.ab) / n - Double(sums.a) / n * Double(sums.b) / n
    let spreadA = Double(sums.aa) / n - Double(sums.a) / n * Double(sums.a) / n
    let spreadB = Double(sums.bb) / n - Double(sums.b) / n * Double(sums.b) / n
    guard spreadA > 0.5, spreadB > 0.5 else { return 0 }
    return covariance / (spreadA * spreadB).squareRoot()
  }

  /// Speech on one side, and silence, a tone or noise on the other.
  static func isOneEven(_ sent: [Float], _ arrived: [Float]) -> Bool { areLong(sent, arrived) && isLively(sent) != isLively(arrived) }

  private static func areLong(_ sent: [Float], _ arrived: [Float]) -> Bool { sent.count >= 100 && arrived.count >= 50 }

  /// Speech moves by tens of decibels; a tone or noise does not, and fits itself anywhere.
  private static func isLively(_ outline: [Float]) -> Bool {
    let mean = outline.reduce(0, +) / Float(outline.count)
    let spread = outline.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(outline.count)
    return spread >= 9
  }
}
