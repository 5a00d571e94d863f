/// Where in a stream the blocks of so many bytes stand, by their hash.
struct BlockIndex {
  private var places: [UInt64: [Int32]] = [:]
  /// One bit a hash: most look-ups end here.
  private var filter: [UInt64]
  private let mask: UInt64
  /// So many places of one block are kept: what repeats more often tells no place anyway.
  private static let most = 64

  init(_ bytes: UnsafeRawBufferPointer, block: Int) {
    let count = bytes.count / block
    var size = 1024
    while size < count * 16 { size *= 2 }
    mask = UInt64(size - 1)
    filter = [UInt64](repeating: 0, count: size / 64)
    places.reserveCapacity(count)
    for number in 0..<count {
      let start = number * block
      guard !Self.isMonotonous(bytes, start..<start + block) else { continue }
      var hash = RollingHash(block: block)
      for at in start..<start + block { hash.take(bytes[at]) }
      let bit = Self.mixed(hash.value) & mask
      filter[Int(bit >> 6)] |= 1 << (bit & 63)
      if places[hash.value, default: []].count < Self.most { places[hash.value, default: []].append(Int32(truncatingIfNeeded: start)) }
    }
  }

  func mayHold(_ hash: UInt64) -> Bool {
    let bit = Self.mixed(hash) & mask
    return filter[Int(bit >> 6)] >> (bit & 63) & 1 == 1
  }

  /// Which of two places of equal bytes is the likelier one: what comes later than all before it is, unless far more is equal elsewhere.
  static func isBetter(_ one: (place: Int, length: Int), than other: (place: Int, length: Int), behind: Int) -> Bool {
    let goesOn = (one.place >= behind, other.place >= behind)
    if goesOn.0 == goesOn.1 { return one.length > other.length }
    return goesOn.0 ? one.length * 4 >= other.length : one.length > other.length * 4
  }

  /// The likeliest place of a block; of equal ones the expected one, else the first at or behind `from`, else the last before it.
  /// - Parameter common: Bytes that are equal from a place on.
  func position(of hash: UInt64, near expected: Int, from: Int, block: Int, common: (Int) -> Int) -> Int? {
    guard let candidates = places[hash] else { return nil }
    if candidates.count == 1 { return common(Int(candidates[0])) >= block ? Int(candidates[0]) : nil }
    func rank(_ place: Int) -> (Int, Int) { place == expected ? (0, 0) : place >= from ? (1, place) : (2, -place) }
    var best: (place: Int, length: Int)?
    for candidate in candidates.map(Int.init) {
      let length = common(candidate)
      guard length >= block else { continue }
      if let found = best,
        length == found.length ? rank(candidate) > rank(found.place) : !Self.isBetter((candidate, length), than: found, behind: from)
      {
        continue
      }
      best = (candidate, length)
    }
    return best?.place
  }

  /// A pause in any encoding: few values, which stand in every pause.
  static func isMonotonous(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for at in range {
      let bit: UInt64 = 1 << UInt64(bytes[at] & 63)
      switch bytes[at] >> 6 {
      case 0: seen.0 |= bit
      case 1: seen.1 |= bit
      case 2: seen.2 |= bit
      default: seen.3 |= bit
      }
    }
    return seen.0.nonzeroBitCount + seen.1.nonzeroBitCount + seen.2.nonzeroBitCount + seen.3.nonzeroBitCount <= 6
  }

  private static func mixed(_ hash: UInt64) -> UInt64 {
    let folded = hash ^ hash >> 31
    return (folded &* 0xD6E8_FEB8_6659_FD93) >> 20
  }
}
