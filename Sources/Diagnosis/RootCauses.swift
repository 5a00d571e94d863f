internal import Timeline

/// Findings sorted out: causes, their echoes, what was provoked, what is only worth knowing.
struct RootCauses {
  private(set) var causes: [RootCause] = []
  private(set) var notices: [Finding] = []
  private(set) var provoked: [Finding] = []

  /// - Parameter books: None: findings by themselves, as in a test.
  static func judge(_ findings: [Finding], failedChecks: [Finding], books: Books = Books()) -> RootCauses {
    var result = RootCauses()
    result.provoked = findings.filter(\.provoked)
    // Words that are wrong are worth a word only where nothing else was found.
    let hasError = findings.contains { !$0.provoked && $0.severity == .error && $0.rule != "transcript-wrong" }
    let told = findings.filter { !$0.provoked && !($0.rule == "transcript-wrong" && hasError) }
    result.notices = told.filter { $0.severity == .notice }
    let weighty = told.filter { $0.severity != .notice }
    var open = settleTies(weighty) + failedChecks
    var reckoning = Reckoning(open, books)
    // One way that is cut is a simpler cause than several that are in doubt for it.
    if let cut = weighty.first(where: { cut in reckoning.roots.count { WayDoubts.isCommon(cut, to: open[$0]) } > 1 }), !open.contains(cut) {
      open.append(cut)
      reckoning = Reckoning(open, books)
    }
    result.causes = ordered(reckoning, open).map { root in
      // What has no name, and follows from what has one, needs none.
      let echoes: [String] = reckoning.echoes(of: root).map { open[$0].rule }.filter { $0 != Diagnosis.lastWord.id }
      return RootCause(finding: open[root], explains: echoes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
    return result
  }

  /// The gravest and surest roots first; of equals that which came first, wherever both are felt; else in the catalogue's order.
  private static func ordered(_ reckoning: Reckoning, _ findings: [Finding]) -> [Int] {
    var order = reckoning.roots.sorted { rank(findings[$0]) < rank(findings[$1]) }
    for index in order.indices.dropFirst() {
      var place = index
      while place > 0, isAsGrave(findings[order[place]], findings[order[place - 1]]), reckoning.precedes(order[place], order[place - 1]) {
        order.swapAt(place, place - 1)
        place -= 1
      }
    }
    return order
  }

  private static func isAsGrave(_ one: Finding, _ other: Finding) -> Bool {
    one.severity == other.severity && one.certainty == other.certainty
  }

  /// Suspicions that name each other are one entry, the earlier in the catalogue; a suspicion beside a certainty that it names itself falls.
  private static func settleTies(_ findings: [Finding]) -> [Finding] {
    findings.filter { candidate in
      guard candidate.certainty == .suspected else { return true }
      return !findings.contains { other in
        guard other.rule != candidate.rule, candidate.alternatives.contains(where: { $0.rule == other.rule }) else { return false }
        return other.certainty < .suspected || Catalogue.order(other.rule) < Catalogue.order(candidate.rule)
      }
    }
  }

  private static func rank(_ finding: Finding) -> (Int, Int, Int) {
    (
      Severity.allCases.firstIndex(of: finding.severity) ?? 0, Certainty.allCases.firstIndex(of: finding.certainty) ?? 0,
      Catalogue.order(finding.rule)
    )
  }
}
