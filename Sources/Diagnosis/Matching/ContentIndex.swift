/// Which clients sent a block of bytes: for telling whose audio a stream carries.
struct ContentIndex {
  private var owners: [UInt64: [Int]] = [:]
  private static let block = ByteAlignment.block

  /// Adds a client's audio under a number of its own.
  mutating func add(_ bytes: [UInt8], as owner: Int) {
    var at = 0
    while at + Self.block <= bytes.count {
      defer { at += Self.block }
      let block = bytes[at..<at + Self.block]
      // Silence is everybody's.
      guard let first = block.first, block.contains(where: { $0 != first }) else { continue }
      var hash = RollingHash(block: Self.block)
      for byte in block { hash.take(byte) }
      if owners[hash.value]?.contains(owner) != true { owners[hash.value, default: []].append(owner) }
    }
  }

  /// How many blocks of each client are met in a window of a stream.
  func owners(of bytes: ArraySlice<UInt8>) -> [Int: Int] {
    var window = RollingHash(block: Self.block)
    var votes: [Int: Int] = [:]
    for at in bytes.indices {
      let old = at - Self.block
      window.take(bytes[at], dropping: old >= bytes.startIndex ? bytes[old] : nil)
      guard old + 1 >= bytes.startIndex, let found = owners[window.value] else { continue }
      for owner in found { votes[owner, default: 0] += 1 }
    }
    return votes
  }
}
