internal import Timeline

/// What a diagnosis from the client hop leaves open, and which scenarios may settle it.
package struct OpenQuestion: Sendable {
  /// How the remark begins that says why a scenario was added to a run.
  package static let opening = "chosen by --investigate: "

  /// The rules that may each be the cause, the likeliest first.
  package let rules: [String]
  private let inference: Inference
  private let alternatives: [Alternative]
  private let played: Set<String>

  /// - Returns: Nil where no error is left with more than one cause.
  package init?(_ diagnosed: Diagnosed) {
    let suspicion = diagnosed.result.rootCauses.map(\.finding).first { finding in
      finding.severity == .error && finding.certainty == .suspected && !finding.alternatives.isEmpty
    }
    guard let suspicion else { return nil }
    rules = [suspicion.rule] + suspicion.alternatives.map(\.rule)
    alternatives = suspicion.alternatives
    inference = Inference(diagnosed.facts)
    played = Set(diagnosed.recording.sessions.map(\.scenario))
  }

  /// Scenarios worth playing, the one that parts most first; empty where none would help.
  ///
  /// What the table of hypotheses says comes first, then what the finding itself names.
  package func scenarios(among allowed: [String]) -> [String] {
    let left = Set(allowed).subtracting(played)
    let named = alternatives.compactMap(\.separateBy.scenario).filter(left.contains)
    return [inference.nextScenario(among: left, for: Set(rules))].compactMap { $0 } + named
  }
}
