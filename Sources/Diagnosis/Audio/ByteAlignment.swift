/// Which bytes of one stream stand where in another: runs of equal bytes, found in time that grows with the length of the two.
///
/// The sent bytes are cut into blocks, whose hashes are looked up at every offset of the arrived ones (a rolling hash), as in rsync. So whatever
/// is equal over two blocks or more is found, wherever it went; blocks of one byte over and over (silence) anchor nothing, and are only grown into.
struct ByteAlignment: Equatable {
  /// Equal bytes: `arrived[at..<at + length]` is `sent[from..<from + length]`.
  struct Run: Equatable {
    var from: Int
    var at: Int
    var length: Int
    var end: Int { from + length }
    var sent: Range<Int> { from..<from + length }
    var arrived: Range<Int> { at..<at + length }
  }

  /// In the order of arrival; no two share a byte of the arrived stream.
  private(set) var runs: [Run] = []

  static let block = 64
  /// A shorter run says nothing: chance gives those.
  private static let least = 16

  /// Bytes by which what is equal begins earlier than it looks: of digests, each tells of some bytes before it.
  private var seam = 0

  init(sent: [UInt8], arrived: [UInt8], seam: Int = 0) {
    self.seam = seam
    sent.withUnsafeBytes { sent in
      arrived.withUnsafeBytes { arrived in
        align(sent, arrived)
      }
    }
  }

  /// Runs that are known.
  init(_ runs: [Run]) { self.runs = runs }

  /// Arrived bytes that are in a run.
  var matched: Int { runs.reduce(0) { $0 + $1.length } }

  /// The runs that keep the order of sending, and are the most bytes together: the others were moved, or are chance.
  var inOrder: Set<Int> {
    let ranks = runs.indices.sorted { (runs[$0].end, $0) < (runs[$1].end, $1) }
    var rank = [Int](repeating: 0, count: runs.count)
    for (place, number) in ranks.enumerated() { rank[number] = place }
    // The heaviest chain that ends at each rank or before it, as a binary indexed tree of maxima.
    var tree = [(weight: Int, last: Int)](repeating: (0, -1), count: runs.count + 1)
    var before = [Int](repeating: -1, count: runs.count)
    var heaviest = (weight: 0, last: -1)
    for number in runs.indices {
      var best = (weight: 0, last: -1)
      var place = rank[number]
      while place > 0 {
        if tree[place].weight > best.weight { best = tree[place] }
        place &= place - 1
      }
      before[number] = best.last
      let own = (weight: best.weight + runs[number].length, last: number)
      if own.weight > heaviest.weight { heaviest = own }
      place = rank[number] + 1
      while place <= runs.count {
        if own.weight > tree[place].weight { tree[place] = own }
        place += place & -place
      }
    }
    var chain: Set<Int> = []
    var last = heaviest.last
    while last >= 0 {
      chain.insert(last)
      last = before[last]
    }
    return chain
  }

  private mutating func align(_ sent: UnsafeRawBufferPointer, _ arrived: UnsafeRawBufferPointer) {
    // Mostly the two are equal, or one is the beginning of the other: no index is needed for that.
    let common = Self.common(sent, 0, arrived, 0)
    if common == min(sent.count, arrived.count) {
      if common > 0 { runs = [Run(from: 0, at: 0, length: common)] }
      return
    }
    if common >= Self.least { runs = [Run(from: 0, at: 0, length: common)] }
    let index = BlockIndex(sent, block: Self.block)
    var place = runs.last?.length ?? 0
    while place < arrived.count {
      guard let run = next(sent, arrived, from: place, index) else { return }
      runs.append(run)
      place = run.at + run.length
    }
  }

  /// The next run at or behind a place of the arrived stream.
  ///
  /// Synthetic speech says the same sound twice in the same bytes. Only every block of the sent stream is known, so that the other place may be
  /// found first: within a block more the right one is found too.
  private func next(_ sent: UnsafeRawBufferPointer, _ arrived: UnsafeRawBufferPointer, from place: Int, _ index: BlockIndex) -> Run? {
    let behind = runs.last?.end ?? 0
    var window = RollingHash(block: Self.block)
    var at = place
    var best: Run?
    var last = Int.max
    while at < arrived.count {
      window.take(arrived[at], dropping: at - place >= Self.block ? arrived[at - Self.block] : nil)
      at += 1
      let start = at - Self.block
      guard start <= last else { break }
      guard start >= place, index.mayHold(window.value) else { continue }
      let expected = behind + (start - place)
      // What repeats is where most goes on as it did; farther than this nobody looks.
      let found = index.position(of: window.value, near: expected, from: behind, block: Self.block) { candidate in
        Self.common(sent, candidate, arrived, start, atMost: 1 << 16)
      }
      guard let from = found else { continue }
      let run = grown(Run(from: from, at: start, length: 0), sent, arrived, atLeast: place, behind: behind)
      guard let first = best else {
        best = run
        last = start + Self.block
        continue
      }
      let isBetter = BlockIndex.isBetter((run.from, run.length), than: (first.from, first.length), behind: behind)
      if isBetter, run.at < first.at + first.length { best = run }
    }
    return best
  }

  /// The run with the equal bytes around it: forwards as far as they go, backwards to what is spoken for already.
  private func grown(_ run: Run, _ sent: UnsafeRawBufferPointer, _ arrived: UnsafeRawBufferPointer, atLeast place: Int, behind: Int) -> Run
  {
    var grown = run
    grown.length = Self.common(sent, run.from, arrived, run.at)
    let floor = run.from >= behind ? behind : 0
    while grown.at > place, grown.from > floor, sent[grown.from - 1] == arrived[grown.at - 1] {
      grown.from -= 1
      grown.at -= 1
      grown.length += 1
    }
    for _ in 0..<seam where grown.at > place && grown.from > floor {
      grown.from -= 1
      grown.at -= 1
      grown.length += 1
    }
    return grown
  }

  /// How many bytes are equal from two places on.
  private static func common(
    _ a: UnsafeRawBufferPointer, _ from: Int, _ b: UnsafeRawBufferPointer, _ at: Int, atMost most: Int = .max
  ) -> Int {
    let limit = min(a.count - from, b.count - at, most)
    var length = 0
    while length + 8 <= limit,
      a.loadUnaligned(fromByteOffset: from + length, as: UInt64.self)
        == b.loadUnaligned(fromByteOffset: at + length, as: UInt64.self)
    { length += 8 }
    while length < limit, a[from + length] == b[at + length] { length += 1 }
    return length
  }
}
