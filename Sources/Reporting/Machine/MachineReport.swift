internal import Diagnosis

/// What was measured of a machine, and what it means.
package struct MachineReport: Sendable, Equatable {
  package let figures: MachineFigures
  package let checks: [MachineCheck]

  package init(_ figures: MachineFigures) {
    self.figures = figures
    checks = MachineJudge.checks(figures)
  }

  package var hasProblem: Bool { checks.contains { $0.mark == .problem } }

  /// One sentence over all of it.
  package var headline: String {
    let problems = checks.filter { $0.mark == .problem }.map(\.topic.rawValue)
    let notes = checks.filter { $0.mark == .note }.map(\.topic.rawValue)
    if !problems.isEmpty { return "Runs here may be in doubt: \(Wording.list(problems))" }
    return "Runs here can be trusted" + (notes.isEmpty ? "" : "; worth knowing: \(Wording.list(notes))")
  }
}
