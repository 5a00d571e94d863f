/// Where a word lies on a grid of frames, and which frames around it are compared.
struct WordSpan: Sendable {
  /// The frames of the word itself.
  let spoken: Range<Int>
  /// What is compared, the best first: the word in its surroundings, and by itself; short words with what follows or what
  /// precedes them only. The latter serve where audio is missing right beside the word.
  let windows: [Range<Int>]

  /// Fewer frames tell too little.
  private static let shortest = 20

  /// - Parameters:
  ///   - start: Frames on the grid; a fraction is a word that begins inside one.
  ///   - count: Frames of the clip.
  init(start: Double, end: Double, count: Int) {
    let first = max(0, min(Int(start.rounded(.down)), count))
    let last = max(first, min(Int(end.rounded(.up)), count))
    spoken = first..<last
    let missing = max(0, Self.shortest - (last - first + 4))
    func window(_ before: Int, _ after: Int) -> Range<Int> { max(0, first - before)..<min(count, last + after) }
    let around = window(2 + missing / 2, 2 + missing - missing / 2)
    windows = missing == 0 ? [around, window(-1, -1)] : [around, window(1, 3 + missing), window(3 + missing, 1)]
  }
}
