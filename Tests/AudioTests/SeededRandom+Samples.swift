import TestSupport

/// Noise.
extension SeededRandom {
  mutating func samples(_ count: Int, amplitude: Float = 1) -> [Float] {
    (0..<count).map { _ in Float.random(in: -amplitude...amplitude, using: &self) }
  }
}
