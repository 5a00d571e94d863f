internal import Timeline

/// Which findings of a run are the echo of which others.
///
/// An echo sounds where its cause is: one session's cause explains what that session shows, and not the same in twenty others. So a cause that
/// most sessions show takes in what one odd session adds, and is never hidden behind it.
struct Consequences {
  /// Findings that none explains, in their order. Of those that explain each other in a circle it is the one that most sessions show; of equals
  /// the one that comes first in the catalogue.
  let roots: [Int]
  /// For each finding those that it explains, directly.
  private let direct: [[Bool]]
  /// The same with what those explain in turn.
  private let reached: [[Bool]]

  init(_ findings: [Finding]) {
    let sessions = findings.map { Set($0.evidence.map(\.session)) }
    let all = findings.indices
    let direct = all.map { cause in
      all.map { cause != $0 && Self.explains(findings[cause], sessions[cause], findings[$0], sessions[$0]) }
    }
    var reached = direct
    for middle in all {
      for cause in all where reached[cause][middle] {
        for other in all where reached[middle][other] { reached[cause][other] = true }
      }
    }
    func isWeightier(_ one: Int, _ other: Int) -> Bool {
      if sessions[one].count != sessions[other].count { return sessions[one].count > sessions[other].count }
      let places = (Catalogue.order(findings[one].rule), Catalogue.order(findings[other].rule))
      return places.0 != places.1 ? places.0 < places.1 : one < other
    }
    roots = all.filter { candidate in
      all.allSatisfy { other in
        guard other != candidate, reached[other][candidate] else { return true }
        return reached[candidate][other] && isWeightier(candidate, other)
      }
    }
    self.direct = direct
    self.reached = reached
  }

  /// What a root explains: by itself, or through others where no root does so by itself.
  func echoes(of root: Int) -> [Int] {
    direct.indices.filter { echo in
      guard echo != root, !roots.contains(echo) else { return false }
      return direct[root][echo] || reached[root][echo] && !roots.contains { direct[$0][echo] }
    }
  }

  private static func explains(_ cause: Finding, _ here: Set<Int>, _ other: Finding, _ there: Set<Int>) -> Bool {
    // An error is never the echo of a warning.
    guard cause.severity == .error || other.severity != .error || Explanations.isError(other.rule, becauseOf: cause.rule) else {
      return false
    }
    let isOneFault = cause.party == other.party && Explanations.isOneFault(cause.rule, other.rule)
    guard isOneFault || Explanations.explains(cause.rule, other.rule) else { return false }
    if Explanations.isFelt(beyondItsSession: cause.rule, by: other.rule) { return true }
    // What most of the run shows takes in what a few odd sessions add to it; and where both are, most of the echo has to be with its cause.
    if here.count >= 3 * there.count { return true }
    return !isOneFault && here.intersection(there).count * 2 >= there.count
  }
}
