import TestSupport

/// What arrives comes in pieces of any length.
extension SeededRandom {
  /// Cuts bytes at random places; pieces may be empty.
  mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    let cuts = (0..<Int.random(in: 0...12, using: &self)).map { _ in Int.random(in: 0...bytes.count, using: &self) }.sorted()
    return zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
  }
}
