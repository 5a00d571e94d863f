/// The bytes of a frame's header, kept inside the frame: a recording of a million frames then holds no array for each.
///
/// A header has 14 bytes at most (RFC 6455 §5.2); of more, which only a damaged file can give, the first 15 are kept.
package struct HeaderBytes: Sendable, Hashable {
  /// The first eight bytes, the first lowest.
  private var low: UInt64 = 0
  /// The other seven, and their number in the highest byte.
  private var high: UInt64 = 0

  private static let most = 15

  package init() {}

  package init(_ bytes: some Sequence<UInt8>) { for byte in bytes { append(byte) } }

  package mutating func append(_ byte: UInt8) {
    let place = count
    guard place < Self.most else { return }
    let shift = UInt64(place % 8 * 8)
    if place < 8 { low |= UInt64(byte) << shift } else { high |= UInt64(byte) << shift }
    high += 1 << 56
  }
}

extension HeaderBytes: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { Int(high >> 56) }
  package var count: Int { Int(high >> 56) }

  package subscript(place: Int) -> UInt8 {
    precondition(place >= 0 && place < count)
    return UInt8(truncatingIfNeeded: (place < 8 ? low : high) >> UInt64(place % 8 * 8))
  }
}

extension HeaderBytes: ExpressibleByArrayLiteral {
  package init(arrayLiteral bytes: UInt8...) { self.init(bytes) }
}
