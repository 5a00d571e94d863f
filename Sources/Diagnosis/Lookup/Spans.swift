internal import Timeline

/// Stretches of time, found by when they were without looking at each.
struct Spans: Sendable {
  /// Places of the stretches as they were given, in the order of beginning.
  private let order: [Int]
  private let begun: [Nanoseconds]
  /// Their ends, as the leaves of a tree in which each knot has the later of two.
  private let ends: [Nanoseconds]
  private let leaves: Int

  init(_ spans: [(begun: Nanoseconds, ended: Nanoseconds)]) {
    order = spans.indices.sorted { (spans[$0].begun, $0) < (spans[$1].begun, $1) }
    begun = order.map { spans[$0].begun }
    var leaves = 1
    while leaves < spans.count { leaves *= 2 }
    var ends = [Nanoseconds](repeating: .min, count: 2 * leaves)
    for (index, place) in order.enumerated() { ends[leaves + index] = spans[place].ended }
    for knot in stride(from: leaves - 1, to: 0, by: -1) { ends[knot] = max(ends[2 * knot], ends[2 * knot + 1]) }
    self.ends = ends
    self.leaves = leaves
  }

  /// Places of those that have a moment in common with a stretch, its ends included; in the order in which they were given.
  /// - Parameters:
  ///   - anchor: The moment whose neighbours are wanted, where there is a crowd.
  ///   - limit: So many are named at most that began before it, and so many behind it.
  func meeting(_ from: Nanoseconds, _ to: Nanoseconds, around anchor: Nanoseconds, atMost limit: Int = 32) -> [Int] {
    let middle = count(upTo: min(anchor, to))
    var found: [Int] = []
    var index = last(before: middle, endingAtOrBehind: from)
    while let next = index, found.count < limit {
      Work.step()
      found.append(order[next])
      index = last(before: next, endingAtOrBehind: from)
    }
    for next in middle..<max(middle, count(upTo: to)) where ends[leaves + next] >= from {
      Work.step()
      found.append(order[next])
      if next - middle + 1 >= limit { break }
    }
    return found.sorted()
  }

  /// How many began in a stretch, its ends included.
  func began(in from: Nanoseconds, _ to: Nanoseconds) -> Int { max(0, count(upTo: to) - count(upTo: from - 1)) }

  private func count(upTo time: Nanoseconds) -> Int { begun.partitioningIndex { $0 > time } }

  /// The last of the first so many that ends at a time or behind it.
  private func last(before count: Int, endingAtOrBehind time: Nanoseconds) -> Int? {
    guard count > 0 else { return nil }
    var knot = leaves + count - 1
    // Up, until something on the left of what was looked at ends late enough; then down to the last such.
    while ends[knot] < time {
      while knot > 1, knot % 2 == 0 { knot /= 2 }
      guard knot > 1 else { return nil }
      knot -= 1
    }
    while knot < leaves { knot = ends[2 * knot + 1] >= time ? 2 * knot + 1 : 2 * knot }
    return knot - leaves
  }
}
