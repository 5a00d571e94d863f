/// Undoes DEFLATE (RFC 1951), for messages that were compressed by permessage-deflate (RFC 7692).
///
/// Slow and small: a table of counts for each code, read bit by bit. A recorder reads text with it, not films.
package struct Inflater: Sendable {
  /// What came out, and whether what went in was sound as far as it went.
  package struct Output: Sendable, Equatable {
    package var bytes: [UInt8]
    /// False where the data breaks RFC 1951, or gives more than the limit.
    package var isSound: Bool
  }

  private enum Stop: Error { case needsMore, broken }

  private let input: [UInt8]
  private var position = 0
  private var bit = 0
  private var output: [UInt8]
  private let limit: Int

  private init(_ input: [UInt8], after window: [UInt8], limit: Int) {
    self.input = input
    output = window
    self.limit = window.count + limit
  }

  /// - Parameters:
  ///   - input: Whole blocks, or the beginning of some: what is there of them is given out.
  ///   - window: What came out before it, 32 KiB of it at most, which it may repeat.
  ///   - limit: The most bytes that may come out.
  package static func inflate(_ input: [UInt8], after window: [UInt8] = [], limit: Int) -> Output {
    var inflater = Inflater(input, after: window, limit: limit)
    var isSound = true
    do throws(Stop) { while try inflater.block() {} } catch { isSound = error == .needsMore }
    return Output(bytes: Array(inflater.output.dropFirst(window.count)), isSound: isSound)
  }

  /// Reads one block (§3.2.3).
  /// - Returns: False where it was the last one.
  private mutating func block() throws(Stop) -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try stored()
    case 1: try compressed(.fixedLiterals, .fixedDistances)
    case 2:
      let (literals, distances) = try codes()
      try compressed(literals, distances)
    default: throw .broken
    }
    return !isLast
  }

  private mutating func bits(_ count: Int) throws(Stop) -> Int {
    var value = 0
    for index in 0..<count {
      guard position < input.count else { throw .needsMore }
      value |= Int(input[position] >> UInt8(bit) & 1) << index
      bit += 1
      if bit == 8 { (bit, position) = (0, position + 1) }
    }
    return value
  }

  /// §3.2.4.
  private mutating func stored() throws(Stop) {
    if bit > 0 { (bit, position) = (0, position + 1) }
    let length = try bits(16)
    guard try bits(16) == length ^ 0xFFFF else { throw .broken }
    for _ in 0..<length { try put(UInt8(try bits(8))) }
  }

  private mutating func put(_ byte: UInt8) throws(Stop) {
    guard output.count < limit else { throw .broken }
    output.append(byte)
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
    24577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]

  /// §3.2.5.
  private mutating func compressed(_ literals: PrefixCode, _ distances: PrefixCode) throws(Stop) {
    while true {
      let symbol = try next(literals)
      if symbol < 256 {
        try put(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Self.lengthBases.count else { throw .broken }
      let length = Self.lengthBases[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
      let place = try next(distances)
      guard place < Self.distanceBases.count else { throw .broken }
      let distance = Self.distanceBases[place] + (try bits(Self.distanceBits[place]))
      guard distance <= output.count else { throw .broken }
      for _ in 0..<length { try put(output[output.count - distance]) }
    }
  }

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// §3.2.7.
  private mutating func codes() throws(Stop) -> (PrefixCode, PrefixCode) {
    let literals = try bits(5) + 257
    let distances = try bits(5) + 1
    let count = try bits(4) + 4
    var lengths = [Int](repeating: 0, count: 19)
    for place in Self.order.prefix(count) { lengths[place] = try bits(3) }
    let code = PrefixCode(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch try next(code) {
      case let length where length < 16: all.append(length)
      case 16:
        guard let last = all.last else { throw .broken }
        all += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: all += [Int](repeating: 0, count: 3 + (try bits(3)))
      default: all += [Int](repeating: 0, count: 11 + (try bits(7)))
      }
    }
    guard all.count == literals + distances else { throw .broken }
    return (PrefixCode(all.prefix(literals)), PrefixCode(all.dropFirst(literals)))
  }

  private mutating func next(_ code: PrefixCode) throws(Stop) -> Int {
    var value = 0
    var first = 0
    var index = 0
    for length in 1...PrefixCode.longest {
      value |= try bits(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .broken
  }
}
