import Audio

/// Test sounds.
enum Sound {
  static func sine(hertz: Double, rate: Int, seconds: Double, amplitude: Float = 0.5) -> [Float] {
    (0..<Int(seconds * Double(rate))).map { amplitude * Float(Mathematics.sine(pi: 2 * hertz * Double($0) / Double(rate))) }
  }

  /// RMS in dBFS without the edges, where a filter still swings in.
  static func middleLevel(_ samples: [Float]) -> Double {
    AudioLevel(measuring: Array(samples[samples.count / 4..<samples.count * 3 / 4])).rms
  }

  /// FNV-1a of 64 bits.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  static func bigEndian(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count - 1, by: 2).flatMap { [bytes[$0 + 1], bytes[$0]] }
  }
}
