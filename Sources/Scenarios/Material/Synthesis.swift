internal import Audio

/// Samples that nobody recorded: silence, a tone, noise. The same arguments give the same bytes.
enum Synthesis {
  /// Samples of one channel, -1…1.
  static func silence(seconds: Double, rate: Int) -> [Float] {
    [Float](repeating: 0, count: count(seconds, rate))
  }

  /// A sine with its peak at -12 dBFS.
  static func tone(hertz: Double, seconds: Double, rate: Int) -> [Float] {
    (0..<count(seconds, rate)).map { index in
      let turns = hertz * Double(index) / Double(rate)
      return Float(0.251_188_643 * sine(turns: turns - turns.rounded(.down)))
    }
  }

  /// White noise of -20 dBFS (RMS): uniform samples, whose RMS is their peak over √3.
  static func noise(seconds: Double, rate: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count(seconds, rate)).map { _ in
      // SplitMix64: the top 24 bits of each output.
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      mixed ^= mixed >> 31
      return (Float(mixed >> 40) / Float(1 << 23) - 1) * 0.173_205_08
    }
  }

  /// One channel in a format, the same samples in each of its channels.
  static func encode(_ mono: [Float], as format: AudioFormat) -> [UInt8] {
    SampleCodec.encode(Conversion.remix(mono, from: 1, to: format.channels), format.encoding)
  }

  private static func count(_ seconds: Double, _ rate: Int) -> Int { max(0, Int((seconds * Double(rate)).rounded())) }

  /// sin(2π·t) for 0 ≤ t < 1 by its power series, folded to a quarter turn; the standard library has no sine.
  static func sine(turns: Double) -> Double {
    let centred = turns > 0.5 ? turns - 1 : turns
    let folded = centred > 0.25 ? 0.5 - centred : centred < -0.25 ? -0.5 - centred : centred
    let angle = 2 * Double.pi * folded
    var term = angle
    var sum = angle
    for degree in stride(from: 3.0, through: 17, by: 2) {
      term *= -angle * angle / (degree * (degree - 1))
      sum += term
    }
    return sum
  }
}
