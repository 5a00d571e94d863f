/// A second-order low-pass filter: the bilinear transform of an analogue prototype, normalised.
struct Biquad: Sendable {
  let b0: Float, b1: Float, a1: Float, a2: Float

  init(lowPass corner: Double, rate: Double, q: Double) {
    let angle = 2 * Double.pi * corner / rate
    let (sine, cosine) = sineAndCosine(angle)
    let alpha = sine / (2 * q)
    let a0 = 1 + alpha
    b0 = Float((1 - cosine) / 2 / a0)
    b1 = Float((1 - cosine) / a0)
    a1 = Float(-2 * cosine / a0)
    a2 = Float((1 - alpha) / a0)
  }
}

/// Both by their series, for angles from 0 to π: the standard library has neither without Foundation.
func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
  var sine = 0.0, cosine = 0.0, term = 1.0
  for n in 0..<40 {
    switch n & 3 {
    case 0: cosine += term
    case 1: sine += term
    case 2: cosine -= term
    default: sine -= term
    }
    term *= angle / Double(n + 1)
  }
  return (sine, cosine)
}

/// 10·log₁₀ of a positive number, within 0.001 dB: exponent, then the series of log₂ of the significand.
func decibels(_ power: Float) -> Float {
  let m = power.significand
  let y = (m - 1.414_213_6) / (m + 1.414_213_6)
  let y2 = y * y
  let log2 = 0.5 + 2.885_390_1 * y * (1 + y2 * (0.333_333_3 + y2 * (0.2 + y2 * 0.142_857_1)))
  return (Float(power.exponent) + log2) * 3.010_299_9
}
