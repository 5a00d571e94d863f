/// Blocks of what arrived, in order, each with how far behind its place in what was sent it stands.
///
/// Silence is like silence, and fits at many distances: behind a piece that is lost it also fits whatever was quiet in that. And the other distance
/// is not known before enough is the same to the bit. So what stands between two blocks that sound, and fit at two distances, is told anew: up to
/// some place it goes on as before, the rest is the beginning of what follows, so that most of it fits.
struct FittedBlocks {
  private struct Block {
    var range: Range<Int>
    var isAudible: Bool
    /// nil: it is nowhere in what was sent.
    var lag: Int?
  }

  private var blocks: [Block] = []
  /// Where the blocks behind the last that sounds and fits begin.
  private var open = 0
  /// The distance of the last block that sounds and fits.
  private var last: Int?
  /// Blocks that sound, and of those the ones that fit.
  private(set) var heard = 0
  private(set) var matched = 0

  /// - Parameter isSame: Whether a block stands at a distance.
  mutating func add(_ range: Range<Int>, isAudible: Bool, at lag: Int?, isSame: (Int, Range<Int>) -> Bool) {
    if isAudible {
      heard += 1
      if let lag {
        matched += 1
        if let last, last != lag { part(at: lag, isSame) }
        last = lag
        open = blocks.count + 1
      }
    }
    blocks.append(Block(range: range, isAudible: isAudible, lag: lag))
  }

  /// Tells the blocks before one that sounds anew.
  private mutating func part(at lag: Int, _ isSame: (Int, Range<Int>) -> Bool) {
    guard open < blocks.count else { return }
    let fitsBehind = blocks[open...].map { isSame(lag, $0.range) }
    var fitting = fitsBehind.count(where: \.self)
    var (best, place) = (fitting, open)
    for (offset, fits) in fitsBehind.enumerated() {
      fitting += (blocks[open + offset].lag == nil ? 0 : 1) - (fits ? 1 : 0)
      // Of equals the latest: a pause that is short is so at its end.
      if fitting >= best { (best, place) = (fitting, open + offset + 1) }
    }
    for at in place..<blocks.count {
      let fits = fitsBehind[at - open]
      if blocks[at].isAudible, fits { matched += 1 }
      blocks[at].lag = fits ? lag : nil
    }
  }

  /// What stands together at one distance.
  var runs: [ByteAlignment.Run] {
    var runs: [ByteAlignment.Run] = []
    for block in blocks {
      guard let lag = block.lag else { continue }
      if let last = runs.last, last.at + last.length == block.range.lowerBound, last.from - last.at == lag {
        runs[runs.count - 1].length += block.range.count
      } else {
        runs.append(ByteAlignment.Run(from: block.range.lowerBound + lag, at: block.range.lowerBound, length: block.range.count))
      }
    }
    return runs
  }
}
