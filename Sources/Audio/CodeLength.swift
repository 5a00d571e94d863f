/// How many bits samples cost when each is predicted from those before it: the better a reading of bytes fits, the fewer.
///
/// As in lossless audio coders: in blocks of 64, the best of the fixed polynomial predictors of order 0…3, its residual
/// as a Laplace distribution; mono or two interleaved channels, whichever is cheaper.
enum CodeLength {
  static func bits(_ samples: [Int]) -> Double {
    min(bits(samples, channels: 1), bits(samples, channels: 2) + 2)
  }

  private static let block = 64
  /// What it costs to name a block's predictor and spread.
  private static let blockPrice = 7.0

  private static func bits(_ samples: [Int], channels: Int) -> Double {
    let first = 3 * channels
    guard samples.count > first else { return 16 * Double(samples.count) }
    var total = 0.0
    var begin = first
    while begin < samples.count {
      let end = min(samples.count, begin + block)
      var sums = (0, 0, 0, 0)
      for at in begin..<end {
        let (now, one, two, three) = (samples[at], samples[at - channels], samples[at - 2 * channels], samples[at - 3 * channels])
        sums.0 += abs(now)
        sums.1 += abs(now - one)
        sums.2 += abs(now - 2 * one + two)
        sums.3 += abs(now - 3 * one + 3 * two - three)
      }
      let count = Double(end - begin)
      let mean = Double(min(sums.0, sums.1, sums.2, sums.3)) / count
      // Entropy of a Laplace distribution is log2(2e·mean); integers can't be finer than this floor.
      total += count * Mathematics.log2(2 * 2.718_281_828_459_045 * max(mean, 0.3)) + blockPrice
      begin = end
    }
    return total * Double(samples.count) / Double(samples.count - first)
  }
}
