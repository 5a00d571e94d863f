/// A canonical prefix code of DEFLATE (RFC 1951 §3.2.2): how many codes there are of each length, and what they stand for, in order.
struct PrefixCode: Sendable {
  static let longest = 15

  private(set) var counts = [Int](repeating: 0, count: longest + 1)
  private(set) var symbols: [Int] = []

  /// - Parameter lengths: Of each symbol's code, in bits; 0 where it has none.
  init(_ lengths: some Collection<Int>) {
    for length in lengths where length > 0 { counts[length] += 1 }
    for wanted in 1...Self.longest where counts[wanted] > 0 {
      symbols += lengths.enumerated().filter { $0.element == wanted }.map(\.offset)
    }
  }

  /// §3.2.6.
  static let fixedLiterals = PrefixCode(
    [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8))
  static let fixedDistances = PrefixCode([Int](repeating: 5, count: 30))
}
