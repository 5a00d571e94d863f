/// A best alignment of two sequences of word numbers, in memory that grows with their sum.
struct WordAligner {
  enum Step {
    case both(Int, Int)
    case expectedOnly(Int)
    case receivedOnly(Int)
  }

  /// Cells of the table up to which a part is aligned at once; larger ones are divided first.
  static let tableLimit = 1 << 20
  /// Cells up to which the best place to divide is looked for: an hour of speech against an hour. Beyond it both are divided in the middle: the time
  /// then grows with the length, and the steps are no longer sure to be the fewest.
  static let searchLimit = 1 << 26

  private let expected: [Int32]
  private let received: [Int32]
  private var found: [Step] = []

  init(expected: [Int32], received: [Int32]) {
    self.expected = expected
    self.received = received
  }

  /// The steps from the first word to the last.
  mutating func steps() -> [Step] {
    found = []
    align(0..<expected.count, 0..<received.count)
    return found
  }

  /// Takes what is equal at both ends, then either fills a table or divides (Hirschberg); each division halves the first range.
  private mutating func align(_ a: Range<Int>, _ b: Range<Int>) {
    var (a, b) = (a, b)
    while let i = a.first, let j = b.first, expected[i] == received[j] {
      found.append(.both(i, j))
      a = (i + 1)..<a.upperBound
      b = (j + 1)..<b.upperBound
    }
    var tail = 0
    while tail < min(a.count, b.count), expected[a.upperBound - 1 - tail] == received[b.upperBound - 1 - tail] { tail += 1 }
    let (tailA, tailB) = (a.upperBound - tail, b.upperBound - tail)
    a = a.lowerBound..<tailA
    b = b.lowerBound..<tailB
    if a.count <= 1 || b.count <= 1 || (a.count + 1) * (b.count + 1) <= Self.tableLimit {
      fillTable(a, b)
    } else {
      let middle = a.lowerBound + a.count / 2
      let isSearched = a.count.multipliedReportingOverflow(by: b.count).partialValue <= Self.searchLimit
      let split = isSearched ? bestSplit(a, b, at: middle) : b.lowerBound + b.count / 2
      align(a.lowerBound..<middle, b.lowerBound..<split)
      align(middle..<a.upperBound, split..<b.upperBound)
    }
    for offset in 0..<tail { found.append(.both(tailA + offset, tailB + offset)) }
  }

  /// Where to divide `b` so that both halves together cost least.
  private func bestSplit(_ a: Range<Int>, _ b: Range<Int>, at middle: Int) -> Int {
    let head = lastRow(Array(expected[a.lowerBound..<middle]), Array(received[b]))
    let tail = lastRow(expected[middle..<a.upperBound].reversed(), received[b].reversed())
    var best = 0
    for j in 0...b.count where head[j] + tail[b.count - j] < head[best] + tail[b.count - best] { best = j }
    return b.lowerBound + best
  }

  /// The distances of all of `x` to every beginning of `y`.
  private func lastRow(_ x: [Int32], _ y: [Int32]) -> [Int32] {
    var row = (0...Int32(y.count)).map(\.self)
    for word in x {
      var diagonal = row[0]
      row[0] += 1
      for j in y.indices {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (word == y[j] ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row
  }

  /// Levenshtein with a table of moves; a change is preferred to a deletion, a deletion to an insertion.
  private mutating func fillTable(_ a: Range<Int>, _ b: Range<Int>) {
    let width = b.count + 1
    // 0: both, 1: expected only, 2: received only
    var moves = [UInt8](repeating: 2, count: (a.count + 1) * width)
    var row = (0...Int32(b.count)).map(\.self)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] += 1
      moves[(i + 1) * width] = 1
      for j in 0..<b.count {
        let both = diagonal + (expected[a.lowerBound + i] == received[b.lowerBound + j] ? 0 : 1)
        let above = row[j + 1]
        let (deletion, insertion) = (above + 1, row[j] + 1)
        diagonal = above
        row[j + 1] = min(both, deletion, insertion)
        moves[(i + 1) * width + j + 1] = both <= min(deletion, insertion) ? 0 : deletion <= insertion ? 1 : 2
      }
    }
    var backwards: [Step] = []
    var (i, j) = (a.count, b.count)
    while i > 0 || j > 0 {
      switch moves[i * width + j] {
      case 0:
        i -= 1
        j -= 1
        backwards.append(.both(a.lowerBound + i, b.lowerBound + j))
      case 1:
        i -= 1
        backwards.append(.expectedOnly(a.lowerBound + i))
      default:
        j -= 1
        backwards.append(.receivedOnly(b.lowerBound + j))
      }
    }
    found.append(contentsOf: backwards.reversed())
  }
}
