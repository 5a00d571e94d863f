/// Bytes that were put between others, which all are there, in their order.
///
/// Quiet stretches have no blocks to be found by; where something is put into one, the bytes around it are found by walking along.
struct Insertions {
  /// Ranges of the arrived bytes that were put in, in order.
  private(set) var ranges: [Range<Int>] = []

  /// So many equal bytes are needed to go on after something that was put in, and so far it is looked for.
  private static let least = 32
  private static let reach = 4096

  /// Nil where not all of what was sent is there.
  init?(of sent: ArraySlice<UInt8>, in arrived: ArraySlice<UInt8>) {
    guard arrived.count >= sent.count else { return nil }
    var from = sent.startIndex
    var at = arrived.startIndex
    while from < sent.endIndex {
      guard at < arrived.endIndex else { return nil }
      if sent[from] == arrived[at] {
        from += 1
        at += 1
        continue
      }
      let needed = min(Self.least, sent.endIndex - from)
      let wanted = sent[from..<from + needed]
      let last = min(arrived.endIndex - needed, at + Self.reach)
      guard at + 1 <= last, let next = (at + 1...last).first(where: { arrived[$0..<$0 + needed].elementsEqual(wanted) }) else { return nil }
      ranges.append(at..<next)
      at = next
    }
    if at < arrived.endIndex { ranges.append(at..<arrived.endIndex) }
  }
}
