import TestSupport

/// Sounds.
extension SeededRandom {
  /// Samples of 16 bits that wander, with stretches of digital silence: nothing in them repeats but the silence.
  mutating func sound(samples: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * samples)
    var value = 0
    var silent = 0
    for _ in 0..<samples {
      if silent == 0, Int.random(in: 0..<8000, using: &self) == 0 { silent = Int.random(in: 200..<2000, using: &self) }
      if silent > 0 { silent -= 1 } else { value = max(-9000, min(9000, value + Int.random(in: -900...900, using: &self))) }
      let word = UInt16(bitPattern: Int16(silent > 0 ? 0 : value))
      bytes += [UInt8(word & 0xFF), UInt8(word >> 8)]
    }
    return bytes
  }
}
