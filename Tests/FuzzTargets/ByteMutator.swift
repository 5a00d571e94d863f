internal import TestSupport

/// Changes bytes as broken programs, bad networks and hostile peers do: the same for the same seed.
package struct ByteMutator: RandomNumberGenerator {
  private var random: SeededRandom

  package init(seed: UInt64) { random = SeededRandom(seed: seed) }

  package mutating func next() -> UInt64 { random.next() }

  /// An input for a target: one of its seeds with up to eight changes, or now and then nothing but noise.
  package mutating func input(for target: FuzzTarget) -> [UInt8] {
    if Int.random(in: 0..<50, using: &self) == 0 { return noise(64) }
    var bytes = target.seeds.randomElement(using: &self) ?? []
    for _ in 0..<Int.random(in: 1...8, using: &self) { change(&bytes, target) }
    return bytes
  }

  private mutating func noise(_ most: Int) -> [UInt8] {
    random.bytes(Int.random(in: 0...most, using: &random))
  }

  private mutating func change(_ bytes: inout [UInt8], _ target: FuzzTarget) {
    let place = Int.random(in: 0...bytes.count, using: &self)
    let end = min(bytes.count, place + Int.random(in: 1...16, using: &self))
    switch Int.random(in: 0..<9, using: &self) {
    case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self) }
    case 1: if place < bytes.count { bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x5C, 0x0A].randomElement(using: &self) ?? 0 }
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4: bytes.removeLast(bytes.count - place)
    case 5: bytes.insert(contentsOf: noise(8), at: place)
    case 6: bytes.insert(contentsOf: Array((target.words.randomElement(using: &self) ?? "").utf8), at: place)
    case 7: bytes.replaceSubrange(place..<end, with: Array((target.words.randomElement(using: &self) ?? "").utf8))
    default:
      let other = target.seeds.randomElement(using: &self) ?? []
      bytes = bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &self))
    }
  }
}
