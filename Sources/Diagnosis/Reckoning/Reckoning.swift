internal import Timeline

/// Which findings are root causes, which are their echo, and what of the books no finding accounts for.
///
/// A finding is the echo of another where all that it claims follows from the other: later, on a duty that cannot be met any more, in the same
/// sessions. So the roots are the fewest causes that cover what was found, the earliest and the most upstream first. What is left of the entries
/// is a fault without a name.
struct Reckoning {
  /// Findings that none explains, in their order. Of those that explain each other in a circle it is the one that by far the most sessions show,
  /// else the one that is surer, else the one that comes first in the catalogue.
  let roots: [Int]
  /// For each finding those that it explains, directly.
  private let direct: [[Bool]]
  /// The same with what those explain in turn.
  private let reached: [[Bool]]
  private let claimants: [Claimant]
  private let travel: Nanoseconds

  init(_ findings: [Finding], _ books: Books) {
    let claimants = findings.map { Claimant($0, books.accounts, books.moments) }
    let all = findings.indices
    let direct = all.map { cause in
      all.map { cause != $0 && Self.explains(claimants[cause], claimants[$0], books.travel) }
    }
    var reached = direct
    for middle in all {
      for cause in all where reached[cause][middle] {
        for other in all where reached[middle][other] { reached[cause][other] = true }
      }
    }
    func isWeightier(_ one: Int, _ other: Int) -> Bool {
      let (a, b) = (claimants[one], claimants[other])
      // They name each other: one cause for several suspicions goes before each of them.
      if a.isOneFor(b) { return true }
      if b.isOneFor(a) { return false }
      if a.sessions.count >= 2 * b.sessions.count || b.sessions.count >= 2 * a.sessions.count { return a.sessions.count > b.sessions.count }
      if a.finding.certainty != b.finding.certainty { return a.finding.certainty < b.finding.certainty }
      let places = (Catalogue.order(a.finding.rule), Catalogue.order(b.finding.rule))
      return places.0 != places.1 ? places.0 < places.1 : one < other
    }
    roots = all.filter { candidate in
      all.allSatisfy { other in
        guard other != candidate, reached[other][candidate] else { return true }
        return reached[candidate][other] && isWeightier(candidate, other)
      }
    }
    self.claimants = claimants
    travel = books.travel
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

  /// True where one is felt before the other, wherever both are.
  func precedes(_ one: Int, _ other: Int) -> Bool { claimants[one].precedes(claimants[other], travel: travel) }

  private static func explains(_ cause: Claimant, _ other: Claimant, _ travel: Nanoseconds) -> Bool {
    // An expectation that fails is an error by itself only in a run in which nothing else was found.
    if other.rule == nil {
      return cause.rule != nil && (cause.finding.severity == .error || cause.duties.contains(.audioPace) && cause.isLate)
    }
    // A service that fails shows it in one session so and in another otherwise.
    if cause.isFailingService, other.isSymptom, other.finding.party == .service { return true }
    guard cause.rule != nil, cause.finding.severity == .error || other.finding.severity != .error else { return false }
    if cause.isNamed(by: other) { return true }
    if cause.isProvenOfService, !cause.isNameless, other.isNameless, other.finding.party == .service { return true }
    guard !cause.isSymptom else { return false }
    if cause.goesOn(as: other) { return true }
    let isOneParty = cause.finding.party == other.finding.party
    let isOneDuty = !cause.duties.isDisjoint(with: other.duties)
    let felt = other.claims.filter { cause.isFelt(in: $0.session, on: $0.duty) }
    func follows(_ claims: [Claim]) -> Bool { claims.allSatisfy { cause.accounts(for: $0, travel: travel) } }
    // What most of the run shows takes in what a few odd sessions add to it, where it is one party's. What a relay makes of one failure of its
    // service says nothing of what it makes of another.
    let isOfFailures = cause.rule is any OutageRule || other.rule is any OutageRule
    if cause.sessions.count >= 3 * other.sessions.count, isOneParty || !isOneDuty, !isOfFailures {
      let first = cause.claims.compactMap(\.onset?.at).min()
      let isEarlier = !cause.duties.contains(.letIn) || other.claims.allSatisfy { ($0.onset?.at ?? .max) >= first ?? .min }
      if isEarlier, follows(other.claims) { return true }
    }
    // Elsewhere most of the echo has to be where its cause is.
    return felt.count * 2 >= other.claims.count && !felt.isEmpty && follows(felt)
  }
}

extension Claimant {
  /// True where the other is a suspicion that may as well be this, while this is not that: then this accounts for both.
  fileprivate func isNamed(by other: Claimant) -> Bool {
    !isNameless && other.finding.certainty == .suspected
      && other.finding.alternatives.contains { $0.rule == finding.rule }
      && (!finding.alternatives.contains { $0.rule == other.finding.rule } || isOneFor(other))
  }

  /// A way that is cut would be one cause for all that is in doubt for it.
  fileprivate func isOneFor(_ other: Claimant) -> Bool { WayDoubts.isCommon(finding, to: other.finding) }

  /// A symptom of which it is known whose it is: the service says no more, or leaves.
  fileprivate var isFailingService: Bool {
    isProvenOfService && rule?.namesACause ?? false
  }

  /// The one warning that costs results all the same: audio that arrives too slowly is not through when its client gives up.
  fileprivate var isLate: Bool { rule?.covers.contains { $0.duty == .audioPace && $0.manners == [.late] } ?? false }
}
