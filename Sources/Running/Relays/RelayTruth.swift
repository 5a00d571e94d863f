package import Chance
internal import Diagnosis
internal import Timeline

/// What was really the matter with one relay by chance.
package struct RelayTruth: Sendable {
  /// The id under which the diagnosis says what no row of the catalogue covers.
  static let lastResort = "unexplained"

  /// Those that changed something.
  package var operators: [Operator]
  /// What the client saw otherwise than the twin's; nil: nothing.
  package var difference: String?
  /// The same of what a client can tell without knowing the twin; nil: nothing.
  package var plainDifference: String?

  /// Why a finding that is sure of itself is not so; nil where it may be.
  func objection(to finding: Finding) -> String? {
    let name = "\(finding.rule) (\(finding.party.rawValue), \(finding.certainty.rawValue))"
    let blamable = operators.filter { $0.answerable.contains(finding.party) }
    if blamable.isEmpty { return "\(name): nobody touched the \(finding.party.rawValue)" }
    if finding.rule == Self.lastResort || blamable.contains(where: { $0.rules.isEmpty || $0.rules.contains(finding.rule) }) { return nil }
    return "\(name): not what was done"
  }
}
