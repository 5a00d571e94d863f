/// The three functions that the standard library lacks, the same to the last bit on every platform.
package enum Mathematics {
  /// Base-2 logarithm of a positive, finite number; the error is below 1e-12.
  package static func log2(_ value: Double) -> Double {
    var significand = value.significand
    var exponent = Double(value.exponent)
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    // ln s = 2 artanh((s − 1)/(s + 1)); the argument is at most 0.172 here.
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for odd in stride(from: 15.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
    return exponent + 2 * ratio * sum * 1.442_695_040_888_963_4
  }

  /// An amplitude (1 = full scale) in dBFS, not below the floor.
  package static func decibels(_ amplitude: Double, floor: Double) -> Double {
    guard amplitude > 0 else { return floor }
    return max(floor, 6.020_599_913_279_624 * log2(amplitude))
  }

  /// sin(π·x); the error is below 1e-11.
  package static func sine(pi halfTurns: Double) -> Double {
    let turns = halfTurns - 2 * (halfTurns / 2).rounded()
    // To −½…½, where sin(π − a) = sin a.
    let folded = turns > 0.5 ? 1 - turns : turns < -0.5 ? -1 - turns : turns
    let angle = folded * Double.pi
    let square = angle * angle
    var sum = 1.0
    for degree in stride(from: 17.0, through: 3, by: -2) { sum = 1 - square / (degree * (degree - 1)) * sum }
    return angle * sum
  }
}
