internal import Timeline

/// One finding for what a rule found in several sessions: the strongest one's words, everybody's evidence.
enum FindingMerger {
  static func merge(_ findings: [Finding]) -> [Finding] {
    var merged: [Finding] = []
    for finding in findings {
      guard let index = merged.firstIndex(where: { alike($0, finding) }) else {
        merged.append(finding)
        continue
      }
      let evidence = merged[index].evidence + finding.evidence.filter { !merged[index].evidence.contains($0) }
      if finding.certainty < merged[index].certainty { merged[index] = finding }
      merged[index].evidence = evidence
    }
    return merged
  }

  private static func alike(_ a: Finding, _ b: Finding) -> Bool {
    a.rule == b.rule && a.party == b.party && a.severity == b.severity && a.provoked == b.provoked
  }
}
