internal import Timeline

/// One finding for what a rule found in several sessions: the strongest one's words, everybody's evidence.
enum FindingMerger {
  private struct Kind: Hashable {
    var rule: String
    var party: Party
    var severity: Severity
    var provoked: Bool
  }

  static func merge(_ findings: [Finding]) -> [Finding] {
    var merged: [Finding] = []
    var places: [Kind: Int] = [:]
    var shown: [Set<Evidence>] = []
    for finding in findings {
      let kind = Kind(rule: finding.rule, party: finding.party, severity: finding.severity, provoked: finding.provoked)
      guard let place = places[kind] else {
        places[kind] = merged.count
        merged.append(finding)
        shown.append(Set(finding.evidence))
        continue
      }
      let new = finding.evidence.filter { shown[place].insert($0).inserted }
      if finding.certainty < merged[place].certainty {
        let evidence = merged[place].evidence
        merged[place] = finding
        merged[place].evidence = evidence
      }
      merged[place].evidence += new
    }
    return merged
  }
}
