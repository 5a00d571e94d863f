internal import Diagnosis

/// Which events of one session the findings name.
struct LadderEvidence {
  /// Findings with evidence in the session.
  let findings: [Finding]
  private var rules: [Int64: [String]] = [:]

  init(session: Int, findings: [Finding]) {
    self.findings = findings.filter { finding in finding.evidence.contains { $0.session == session } }
    for finding in self.findings {
      for evidence in finding.evidence where evidence.session == session {
        for event in evidence.events where !rules[event, default: []].contains(finding.rule) {
          rules[event, default: []].append(finding.rule)
        }
      }
    }
  }

  func names(_ event: Int64) -> Bool { rules[event] != nil }

  /// Marks one more event of a row, where a finding names it.
  func mark(_ event: Int64, on row: inout LadderRow) {
    guard let named = rules[event] else { return }
    row.evidence.append(event)
    for rule in named where !row.rules.contains(rule) { row.rules.append(rule) }
  }
}
