/// A polynomial hash over a window of so many bytes, moved on by one byte at a time.
struct RollingHash {
  private(set) var value: UInt64 = 0
  private let out: UInt64

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(block: Int) {
    var power: UInt64 = 1
    for _ in 0..<block { power &*= Self.base }
    out = power
  }

  /// Takes the next byte in and the oldest out; 0 goes out until the window is full. A byte counts as its value plus one, so that zeros count.
  mutating func take(_ byte: UInt8, dropping old: UInt8?) {
    value = value &* Self.base &+ UInt64(byte) &+ 1
    if let old { value &-= (UInt64(old) &+ 1) &* out }
  }

  mutating func take(_ byte: UInt8) { take(byte, dropping: nil) }
}
