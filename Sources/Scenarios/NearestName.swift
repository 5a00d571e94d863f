/// Finds the name that somebody meant.
package enum NearestName {
  /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours), if that is a small part of the word.
  ///
  /// Case, `_` and `-` do not count. At most one edit per three characters; ties go to the candidate listed first.
  package static func find(_ word: String, among candidates: [String]) -> String? {
    let wanted = normal(word)
    guard wanted.count <= 64 else { return nil }
    let limit = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = edits(wanted, normal(candidate))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func normal(_ text: String) -> [Character] {
    text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
  }

  /// The optimal string alignment distance.
  static func edits(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var older = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let same = a[i - 1] == b[j - 1]
        row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], older[j - 2] + 1) }
      }
      older = previous
      previous = row
    }
    return previous[b.count]
  }
}
