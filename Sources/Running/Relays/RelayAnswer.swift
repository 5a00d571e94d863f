internal import Chance
package import Diagnosis
internal import Timeline

/// What the diagnosis said of one relay by chance, seen from one side, and how far it was right.
package struct RelayAnswer: Sendable {
  package enum View: String, Sendable, CaseIterable {
    case bothHops = "both hops"
    case clientHop = "client hop"
  }

  /// How one operator fared.
  package enum Naming: String, Sendable, CaseIterable {
    /// By a rule that it may be called; where the catalogue has no row for it, by any rule with the right party.
    case named
    /// Suspected, or among the alternatives of a suspicion.
    case inTie = "in a tie"
    /// The last resort, with the right party.
    case unexplained
    /// Something is suspected, but not it.
    case other
    /// Something is proven or inferred, but not it.
    case wrong
    case missed
    /// Nobody could notice it from there.
    case unseen
  }

  package var view: View
  package var headline: String
  package var verdict: Verdict
  package var causes: [RootCause]
  /// Proven or inferred, and not so: each in words.
  package var wrong: [String] = []
  /// Errors although nothing is wrong.
  package var alarms: [String] = []
  /// What the client could notice, and was called healthy.
  package var missed: String?
  /// Errors beyond the number of operators.
  package var surplus = 0
  /// Claims that the recording refutes.
  package var untrue: [String] = []
  /// In the order of the operators; told only where there is one.
  package var namings: [Naming] = []

  /// Where nothing is said, it matters whether there was anything to notice.
  var restsOnTheDifference: Bool { missed != nil || namings.contains(.missed) }

  /// Wrong though sure, or blind.
  package var isBad: Bool { !wrong.isEmpty || missed != nil || !alarms.isEmpty }
  package var isRight: Bool { !isBad && namings.allSatisfy { $0 == .named || $0 == .inTie || $0 == .unexplained } }

  init(_ view: View, _ recording: Recording, truth: RelayTruth) {
    let seen = view == .bothHops ? recording : recording.clientHopOnly
    let result = Diagnosis.diagnose(seen)
    self.view = view
    headline = result.headline
    verdict = result.verdict
    causes = result.rootCauses
    untrue = SentenceCheck.untrue(result, of: seen)
    judge(truth)
  }

  /// Once more, where more is known of the truth.
  mutating func judge(_ truth: RelayTruth) {
    let errors = causes.filter { $0.finding.severity == .error }
    guard !truth.operators.isEmpty else {
      alarms = errors.map { "\($0.finding.rule) (\($0.finding.party.rawValue), \($0.finding.certainty.rawValue))" }
      return
    }
    wrong = causes.map(\.finding).filter { $0.certainty != .suspected }.compactMap(truth.objection)
    missed = causes.isEmpty && verdict == .healthy ? noticeable(truth) : nil
    surplus = max(0, errors.count - truth.operators.count)
    namings = truth.operators.map { naming(of: $0, truth) }
  }

  /// What can be noticed from there.
  private func noticeable(_ truth: RelayTruth) -> String? { view == .bothHops ? truth.difference : truth.plainDifference }

  private func naming(of own: Operator, _ truth: RelayTruth) -> Naming {
    let findings = causes.map(\.finding)
    let rightly = findings.filter { own.answerable.contains($0.party) && (own.rules.isEmpty || own.rules.contains($0.rule)) }
    if rightly.contains(where: { $0.certainty != .suspected || $0.alternatives.isEmpty }) { return .named }
    // Among the alternatives the last resort says that the service may do so itself.
    let asked = own.party == .service ? own.rules.union([RelayTruth.lastResort]) : own.rules
    if !rightly.isEmpty || findings.contains(where: { $0.alternatives.contains { asked.contains($0.rule) } }) { return .inTie }
    if findings.contains(where: { $0.rule == RelayTruth.lastResort && own.answerable.contains($0.party) }) { return .unexplained }
    if findings.contains(where: { $0.certainty != .suspected }) { return .wrong }
    if !findings.isEmpty { return .other }
    return noticeable(truth) == nil ? .unseen : .missed
  }
}
