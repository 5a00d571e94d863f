/// Changes the rate of one channel by a Blackman-windowed sinc of 24 zero crossings on either side.
///
/// Flat to 0.1 dB up to 85 % of the lower of the two Nyquist frequencies; what lies above 110 % of it is at least 70 dB down
/// (both tested). Silence is assumed beyond the ends; the first sample keeps its time.
package struct Resampler: Sendable {
  package let from: Int
  package let to: Int
  /// Frequency scale of the kernel: below 1 where the rate falls, so that it filters what the new rate can't carry.
  private let scale: Double
  private let reach: Int
  /// The right half of the kernel, 512 points a zero crossing, read with linear interpolation.
  private let kernel: [Float]

  private static let crossings = 24
  private static let resolution = 512

  /// Both rates in Hz, at least 1.
  package init(from: Int, to: Int) {
    self.from = max(1, from)
    self.to = max(1, to)
    scale = min(1, Double(self.to) / Double(self.from)) * 0.96
    reach = Int((Double(Self.crossings) / scale).rounded(.up))
    let points = Self.crossings * Self.resolution
    let level = Float(scale)
    kernel = (0...points + 1).map { point in
      guard point < points else { return 0 }
      let crossing = Double(point) / Double(Self.resolution)
      let sinc = point == 0 ? 1 : Mathematics.sine(pi: crossing) / (Double.pi * crossing)
      // cos(πu) = sin(π(u + ½)) for the window, u = −1…1 over its width.
      let place = crossing / Double(Self.crossings)
      let window =
        0.42 + 0.5 * Mathematics.sine(pi: place + 0.5) + 0.08 * Mathematics.sine(pi: 2 * place + 0.5)
      return Float(sinc * window) * level
    }
  }

  /// `samples.count × to ÷ from` samples, rounded down.
  package func resample(_ samples: [Float]) -> [Float] {
    guard from != to else { return samples }
    let count = samples.count * to / from
    let points = Float(scale) * Float(Self.resolution)
    let last = Float(kernel.count - 2)
    return samples.withUnsafeBufferPointer { input in
      kernel.withUnsafeBufferPointer { kernel in
        (0..<count).map { index in
          // The time of the output sample, in input samples: whole and fraction, exact for any length.
          let whole = index * from / to
          let fraction = Float(index * from % to) / Float(to)
          var sum: Float = 0
          var tap = max(0, whole - reach)
          let end = min(input.count - 1, whole + reach + 1)
          while tap <= end {
            let position = (Float(tap - whole) - fraction).magnitude * points
            if position < last {
              let point = Int(position)
              sum += input[tap] * (kernel[point] + (kernel[point + 1] - kernel[point]) * (position - Float(point)))
            }
            tap += 1
          }
          return sum
        }
      }
    }
  }
}
