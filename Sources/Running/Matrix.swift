package import Diagnosis
internal import Lab
package import Scenarios
package import Timeline

/// Every fault of the lab, played and diagnosed: does the diagnosis name the cause that was put in?
package enum Matrix {
  /// One fault, or none, over a suite.
  package struct Row: Sendable, Equatable {
    /// `healthy`, or the fault's name.
    package var fault: String
    /// nil: nothing must be found.
    package var expected: String?
    package var expectedParty: Party?
    package var found: String?
    package var foundParty: Party?
    package var certainty: Certainty?
    package var alternatives: [String]
    /// Causes after the first, warnings among them.
    package var others: [String]
    package var headline: String

    /// The right cause first, blamed on the right party. Where two look alike from the hops seen, both named, as a suspicion.
    package var agrees: Bool {
      guard others.isEmpty else { return false }
      guard let expected else { return found == nil }
      if found == expected { return foundParty == expectedParty }
      return certainty == .suspected && alternatives.contains(expected)
    }
  }

  /// Both views of each run: it is played once.
  package static func rows(_ suite: Suite, clientHopOnly: Bool, toolVersion: String) async throws(ConfigurationError) -> [Row] {
    let scenarios = suite.scenarios.compactMap(BuiltIns.scenario)
    let worlds: [FaultSet] = [FaultSet()] + FaultCatalogue.all.map { FaultSet([$0]) }
    let results = await withTaskGroup(of: (Int, Result<Row, ConfigurationError>).self) { group in
      for (index, faults) in worlds.enumerated() {
        group.addTask {
          let plan = RunPlan(scenarios: scenarios, suite: suite.name, faults: faults)
          return (index, Result { () throws(ConfigurationError) in try row(plan, clientHopOnly: clientHopOnly, toolVersion: toolVersion) })
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var rows: [Row] = []
    for index in worlds.indices {
      if let result = results[index] { rows.append(try result.get()) }
    }
    return rows
  }

  private static func row(_ plan: RunPlan, clientHopOnly: Bool, toolVersion: String) throws(ConfigurationError) -> Row {
    let whole = try VirtualRun.play(plan, toolVersion: toolVersion)
    let result = Diagnosis.diagnose(clientHopOnly ? whole.clientHopOnly : whole)
    let fault = plan.faults.faults.first
    let first = result.rootCauses.first?.finding
    return Row(
      fault: fault?.name ?? "healthy", expected: fault?.rule, expectedParty: fault?.party, found: first?.rule, foundParty: first?.party,
      certainty: first?.certainty, alternatives: first?.alternatives.map(\.rule) ?? [],
      others: result.rootCauses.dropFirst().map(\.finding.rule),
      headline: result.headline)
  }
}
