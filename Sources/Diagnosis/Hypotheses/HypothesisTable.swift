/// The causes that the comparison of sessions weighs: every rule that has words for it. What they show a client stands in `SignTable`.
package enum HypothesisTable {
  package static let all: [Hypothesis] = Catalogue.rules.compactMap { rule in
    rule.hypothesis.map { Hypothesis(rule: rule.id, words: $0) }
  }
}
