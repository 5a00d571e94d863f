internal import Timeline

/// Which clients sent a block of bytes: for telling whose audio a stream carries.
struct ContentIndex {
  /// Of each block its clients, in the order of their numbers.
  private var owners: [UInt64: [Int]] = [:]
  private static let block = ByteAlignment.block

  /// Adds a client's audio under a number of its own, greater than those before it.
  mutating func add(_ bytes: [UInt8], as owner: Int) {
    var at = 0
    while at + Self.block <= bytes.count {
      defer { at += Self.block }
      let block = bytes[at..<at + Self.block]
      // Silence is everybody's, and what is nearly silence too.
      guard !bytes.withUnsafeBytes({ BlockIndex.isMonotonous($0, at..<at + Self.block) }) else { continue }
      var hash = RollingHash(block: Self.block)
      for byte in block { hash.take(byte) }
      if owners[hash.value]?.last != owner { owners[hash.value, default: []].append(owner) }
    }
  }

  /// How many blocks of each client in question are met in a window of a stream: whoever says the same again and again counts once for each.
  func owners(of bytes: ArraySlice<UInt8>, among candidates: [Int]) -> [Int: Int] {
    guard let lowest = candidates.min(), let highest = candidates.max() else { return [:] }
    let wanted = Set(candidates)
    var window = RollingHash(block: Self.block)
    var votes = [Int](repeating: 0, count: highest - lowest + 1)
    var lastMet = [Int](repeating: .min, count: votes.count)
    func vote(_ owner: Int, _ at: Int) {
      guard lastMet[owner - lowest] == .min || at - lastMet[owner - lowest] >= Self.block else { return }
      votes[owner - lowest] += 1
      lastMet[owner - lowest] = at
    }
    for at in bytes.indices {
      let old = at - Self.block
      window.take(bytes[at], dropping: old >= bytes.startIndex ? bytes[old] : nil)
      guard old + 1 >= bytes.startIndex, let found = owners[window.value] else { continue }
      if found.count <= candidates.count {
        Work.step(found.count)
        for owner in found where owner >= lowest && owner <= highest { vote(owner, at) }
      } else {
        Work.step(candidates.count)
        for owner in candidates where Self.holds(found, owner) { vote(owner, at) }
      }
    }
    return votes.enumerated().reduce(into: [:]) { counted, vote in
      if vote.element > 0, wanted.contains(vote.offset + lowest) { counted[vote.offset + lowest] = vote.element }
    }
  }

  private static func holds(_ sorted: [Int], _ value: Int) -> Bool {
    let place = sorted.partitioningIndex { $0 >= value }
    return place < sorted.count && sorted[place] == value
  }
}
