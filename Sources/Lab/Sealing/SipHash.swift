/// SipHash-2-4 of sixteen bytes (Aumasson and Bernstein, 2012): a keyed function of which nothing can be told without its key.
package struct SipHash: Sendable {
  private let first: UInt64
  private let second: UInt64

  package init(key: (UInt64, UInt64)) { (first, second) = key }

  package func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
    var state = State(first, second)
    state.take(low)
    state.take(high)
    return state.finish(length: 16)
  }

  private struct State {
    var a: UInt64, b: UInt64, c: UInt64, d: UInt64

    init(_ first: UInt64, _ second: UInt64) {
      a = first ^ 0x736f_6d65_7073_6575
      b = second ^ 0x646f_7261_6e64_6f6d
      c = first ^ 0x6c79_6765_6e65_7261
      d = second ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ word: UInt64) {
      d ^= word
      rounds(2)
      a ^= word
    }

    mutating func finish(length: UInt64) -> UInt64 {
      take(length << 56)
      c ^= 0xFF
      rounds(4)
      return a ^ b ^ c ^ d
    }

    private mutating func rounds(_ count: Int) {
      for _ in 0..<count {
        a &+= b
        b = Self.turned(b, 13) ^ a
        a = Self.turned(a, 32)
        c &+= d
        d = Self.turned(d, 16) ^ c
        a &+= d
        d = Self.turned(d, 21) ^ a
        c &+= b
        b = Self.turned(b, 17) ^ c
        c = Self.turned(c, 32)
      }
    }

    private static func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
  }
}
