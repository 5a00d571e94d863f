internal import Timeline

/// A relay from which nothing more came, not even what any relay answers by itself, may have stopped, or the way to it may be cut: both hops show
/// the same of either. What is missing from then on is nobody's proven doing.
struct WayDoubts {
  private struct Cut {
    /// The last event that shows that anything went through.
    var last: Int64
    var alternative: Alternative
  }

  /// By session: nothing of the relay's came to its client any more, not even an answer to a Close …
  private let before: [Int: Cut]
  /// In the middle of some session nothing went through any more: then what the client says may not get there either.
  private let breaks: Bool
  /// … or to the service.
  private let behind: [Int: Cut]

  init(_ run: RunFacts) {
    var (before, behind): ([Int: Cut], [Int: Cut]) = ([:], [:])
    for session in run.sessions {
      if let own = run.unansweredClose(session) {
        before[session.info.number] = Cut(last: session.client.lastOfRelay, alternative: .cutBefore(own))
      }
    }
    // Where the way is doubtful in one session, it is in each other in which the relay did not show itself at the end.
    if run.sessions.contains(where: run.isWayDoubtful) {
      for session in run.sessions {
        guard let service = session.serviceLeftOpen else { continue }
        let passed = session.flow.pairs.last?.service.event ?? 0
        behind[session.info.number] = Cut(last: max(passed, service.lastSign(before: .max)?.event ?? 0), alternative: .cutBehind)
      }
    }
    self.before = before
    breaks = run.waysBreak
    self.behind = behind
  }

  /// The finding itself where all that it rests on came before, or is not of what a cut way keeps back.
  func weighed(_ finding: Finding) -> Finding {
    guard !before.isEmpty || !behind.isEmpty, finding.certainty == .proven, finding.party == .relay, !finding.evidence.isEmpty,
      let rule = Catalogue.rule(finding.rule)
    else { return finding }
    let doubts = finding.evidence.compactMap { doubt($0, rule.covers) }
    guard doubts.count == finding.evidence.count, let alternative = doubts.first else { return finding }
    var finding = finding
    finding.certainty = .suspected
    if !finding.alternatives.contains(alternative) { finding.alternatives.append(alternative) }
    return finding
  }

  /// Where several findings are in doubt for a way to the service that may be cut, that it is would be one cause for all of them: it is a finding
  /// too, to which they give way.
  func common(_ findings: [Finding], _ run: RunFacts) -> [Finding] {
    let broken = UnexpectedClose()
    guard !behind.isEmpty, !findings.contains(where: { $0.rule == broken.id && $0.party == .network }) else { return [] }
    let doubted = findings.filter { finding in
      Self.isDoubted(finding) && !finding.provoked && !finding.evidence.isEmpty
        && finding.evidence.allSatisfy { behind[$0.session] != nil }
    }
    let rules = Set(doubted.map(\.rule)).sorted()
    guard rules.count > 1 else { return [] }
    let sessions = Set(doubted.flatMap(\.evidence).map(\.session)).sorted().compactMap(run.session)
    return FindingMerger.merge(sessions.map { broken.cutBehind($0, behind[$0.info.number]?.last ?? 0, inPlaceOf: rules) })
  }

  /// True where the one is a way that is cut, and the other an error that is in doubt for such a way.
  static func isCommon(_ cut: Finding, to other: Finding) -> Bool {
    cut.party == .network && cut.rule == Alternative.cutBehind.rule && isDoubted(other)
  }

  private static func isDoubted(_ finding: Finding) -> Bool {
    finding.party == .relay && finding.severity == .error && finding.certainty == .suspected
      && finding.alternatives.contains { $0.rule == Alternative.cutBehind.rule }
  }

  private func doubt(_ evidence: Evidence, _ covers: [Subject]) -> Alternative? {
    let last = evidence.events.max() ?? 0
    if let cut = before[evidence.session], last > cut.last,
      covers.contains(where: { Self.isOwedToTheClient($0) || breaks && Self.crossesTheService($0) })
    {
      return cut.alternative
    }
    if let cut = behind[evidence.session], last > cut.last, covers.contains(where: Self.crossesTheService) { return cut.alternative }
    return nil
  }

  private static func isOwedToTheClient(_ subject: Subject) -> Bool {
    subject.duty == .results && subject.manners.contains(.missing) || [.closing, .closeWords].contains(subject.duty)
  }

  private static func crossesTheService(_ subject: Subject) -> Bool {
    [.audio, .results].contains(subject.duty) && subject.manners.contains(.missing) && !subject.manners.contains(.altered)
      || [.endOfStream, .signals, .closing, .leaving].contains(subject.duty)
  }
}

extension SessionFacts {
  /// The last connection to the service that the relay neither closed nor ended.
  var serviceLeftOpen: HopFacts? { services.last { $0.isOpen && $0.isLeftOpen } }
}

extension HopFacts {
  /// The last event of the relay's on its client's hop; 0 where there is none.
  fileprivate var lastOfRelay: Int64 {
    let own = [
      messages.last?.event, pings.last { $0.value.by == .relay }?.event, pongs.last { $0.value.by == .relay }?.event, response?.event,
    ]
    return own.compactMap(\.self).max() ?? 0
  }
}
