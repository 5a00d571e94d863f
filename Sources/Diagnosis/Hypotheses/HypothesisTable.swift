/// The causes that the comparison of sessions weighs: every rule that has words for it. What they show a client stands in `SignTable`.
package enum HypothesisTable {
  package static let all: [Hypothesis] = Catalogue.rules.compactMap { rule in
    rule.hypothesis.map { Hypothesis(rule: rule.id, words: $0) }
  }

  private static let byRule = Dictionary(uniqueKeysWithValues: all.map { ($0.rule, $0) })

  /// Nil where it is not weighed.
  static func hypothesis(of rule: String) -> Hypothesis? { byRule[rule] }
}
