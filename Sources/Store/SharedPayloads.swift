/// Payloads that were read a moment ago: what a relay passes on as it came is kept once, though it crossed both hops.
struct SharedPayloads {
  /// One payload for each place that a hash can name; a newer one takes the place of an older one.
  private var kept: [[UInt8]] = Array(repeating: [], count: count)
  /// A relay passes audio on at once: of so many payloads the copy is among them.
  private static let count = 8192

  /// These bytes as an array: the one in which they are already, where they are.
  mutating func array(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    let place = Self.place(bytes)
    let isKept = kept[place].withUnsafeBytes { $0.count == bytes.count && $0.elementsEqual(bytes) }
    if !isKept { kept[place] = Array(bytes) }
    return kept[place]
  }

  /// By the length and eight bytes in each of four places: two that differ elsewhere only share a place, and are compared.
  private static func place(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hash = UInt64(bytes.count)
    guard bytes.count >= 8 else { return Int(bytes.reduce(hash) { $0 &* 31 &+ UInt64($1) } % UInt64(count)) }
    for quarter in 0..<4 {
      let word = bytes.loadUnaligned(fromByteOffset: (bytes.count - 8) * quarter / 3, as: UInt64.self)
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return Int(hash % UInt64(count))
  }
}
