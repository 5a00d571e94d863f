import Diagnosis
import Timeline

extension DiagnosisResult {
  /// Each root cause in a line, errors as they are: `early-break, relay, proven`; warnings say so: `warning: …`.
  var answer: [String] {
    rootCauses.map { cause in
      let finding = cause.finding
      return
        "\(finding.severity == .error ? "" : "\(finding.severity.rawValue): ")\(finding.rule), \(finding.party.rawValue), \(finding.certainty.rawValue)"
    }
  }

  /// The root cause of that rule.
  func cause(_ rule: String) -> Finding? { rootCauses.first { $0.finding.rule == rule }?.finding }

  /// Rules that come into question: each cause, and where it is a suspicion its alternatives.
  var candidates: Set<String> {
    Set(rootCauses.flatMap { [$0.finding.rule] + ($0.finding.certainty == .suspected ? $0.finding.alternatives.map(\.rule) : []) })
  }

  /// Everything that it says, to look for a sentence in.
  var words: String {
    let said = rootCauses.map(\.finding) + notices + provoked
    return
      ([headline] + said.flatMap { [$0.cause, $0.summary, $0.remedy] + $0.evidence.map(\.text) + $0.alternatives.map(\.separateBy.text) })
      .joined(separator: "\n")
  }
}
