internal import Timeline

/// What rules say of a relay, said of a run that has none: what it would do on the service hop the client does, and what it would do to its
/// client the service does.
package enum DirectWording {
  /// Remarks on what a relay did with what it got, in front of the words for it.
  private static let idle = [", and the relay passed that on to its client", ", and the relay told its client"]

  /// The findings of one rule; of two that are one frame's, seen once as the client's and once as the relay's, the first.
  static func retell(_ findings: [Finding]) -> [Finding] {
    var told: [Finding] = []
    for finding in findings {
      let retold = retell(finding)
      let isTwin = told.contains { $0.party == retold.party && $0.evidence.first?.session == retold.evidence.first?.session }
      if !isTwin { told.append(retold) }
    }
    return told
  }

  private static func retell(_ finding: Finding) -> Finding {
    var finding = finding
    // A rule that blames the service has seen it from the relay's place, which is the client's.
    let relay: Party = finding.party == .relay ? place(finding.rule) : .client
    func said(_ text: String) -> String { retell(text, relay) }
    if finding.party == .relay { finding.party = relay }
    finding.cause = said(finding.cause)
    finding.summary = said(finding.summary)
    finding.remedy = said(finding.remedy)
    finding.evidence = finding.evidence.map { Evidence(session: $0.session, events: $0.events, text: said($0.text)) }
    finding.alternatives = finding.alternatives.map { Alternative(rule: $0.rule, separateBy: $0.separateBy.told(said)) }
    return finding
  }

  private static func place(_ rule: String?) -> Party { rule.flatMap(Catalogue.rule)?.inPlaceOfRelay ?? .client }

  /// A text of a rule, or of none; snippets between fences stay as they are.
  package static func retell(_ text: String, of rule: String? = nil) -> String { retell(text, place(rule)) }

  /// - Parameter relay: Who stands in its place.
  static func retell(_ text: String, _ relay: Party) -> String {
    let other = relay.rawValue
    let parts = text.split(separator: "```", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index.isMultiple(of: 2) else { return String(part) }
      let plain = idle.reduce(String(part)) { $0.replacing($1, with: "") }
      return words(plain).map { word in
        switch word {
        case "relay": other
        case "Relay": other.prefix(1).uppercased() + other.dropFirst()
        default: String(word)
        }
      }.joined()
    }.joined(separator: "```")
  }

  /// Runs of letters, and what stands between them.
  private static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    var start = text.startIndex
    while start < text.endIndex {
      let isWord = isPart(text[start])
      let end = text[start...].firstIndex { isPart($0) != isWord } ?? text.endIndex
      words.append(text[start..<end])
      start = end
    }
    return words
  }

  /// An id, as `relay-crashed`, is one word.
  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "-" || character == "_"
  }
}
