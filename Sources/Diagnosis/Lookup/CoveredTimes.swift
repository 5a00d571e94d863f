internal import Speech
internal import Timeline

/// Stretches of the audio clock that results cover, channel by channel.
struct CoveredTimes {
  /// In order and apart from each other, by channel.
  private var stretches: [Int?: [ClosedRange<Double>]] = [:]
  /// Seconds by which a result may miss the words that it is about.
  private static let margin = 0.3

  init(_ results: Series<Located<ResultText>>) {
    var all: [Int?: [ClosedRange<Double>]] = [:]
    for result in results {
      guard let from = result.value.start, let length = result.value.duration else { continue }
      let (low, high) = (from - Self.margin, from + length + Self.margin)
      if low <= high { all[result.value.channel, default: []].append(low...high) }
    }
    stretches = all.mapValues { own in
      own.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, next in
        if let last = merged.last, next.lowerBound <= last.upperBound {
          merged[merged.count - 1] = last.lowerBound...max(last.upperBound, next.upperBound)
        } else {
          merged.append(next)
        }
      }
    }
  }

  /// True where a result covers a moment.
  func holds(_ moment: Double, channel: Int?) -> Bool {
    guard let own = stretches[channel] else { return false }
    let place = own.partitioningIndex { $0.upperBound >= moment }
    return place < own.count && own[place].contains(moment)
  }
}
