internal import Timeline

/// What a client can't tell apart from where it stands, whatever the comparison of its sessions leaves.
extension Inference {
  /// One way that is cut, in place of the several causes that would have to explain what it does.
  func brokenOff(_ open: [Finding]) -> Finding {
    let sessions = Set(open.flatMap(\.evidence).map(\.session))
    let rule = Catalogue.rule("unexpected-close")
    return Finding(
      rule: "unexpected-close", certainty: .suspected, severity: .error, party: .network, cause: "nothing went through any more",
      summary: sentence(
        "In \(count(sessions.count, "session")) not even the client's Close got an answer, and what is missing before it fits a way that is cut: ",
        "between client and relay, or in a relay that hangs."),
      remedy: rule?.otherRemedies[.network] ?? "", evidence: open.flatMap(\.evidence),
      alternatives: open.map { Alternative(rule: $0.rule, separateBy: seeServiceHop("whether anything goes through any more")) })
  }

  /// Where not even a Close got an answer, whatever is missing may be missing because nothing went through any more.
  func orCut(_ finding: Finding) -> Finding {
    guard finding.certainty != .proven, !finding.evidence.isEmpty, finding.evidence.allSatisfy({ unanswered.contains($0.session) }),
      !finding.names("unexpected-close")
    else { return finding }
    var finding = finding
    finding.certainty = .suspected
    finding.alternatives.append(
      Alternative(
        rule: "unexpected-close",
        separateBy: seeServiceHop("whether anything goes through any more: the client's Close got no answer, so the way may be cut")))
    return finding
  }

  /// The finding, where it is suspected, with what else a client would see so from where it stands, though no playing of it showed all that was seen.
  func withDoubts(_ finding: Finding) -> Finding {
    guard finding.certainty == .suspected, !finding.provoked, !finding.evidence.isEmpty else { return finding }
    var finding = finding
    for doubt in doubts(of: finding) where !finding.names(doubt.rule) { finding.alternatives.append(doubt) }
    return finding
  }

  private func doubts(of finding: Finding) -> [Alternative] {
    let slow = mayBeSlow(finding) ? Alternative.slowService : nil
    guard finding.severity == .error else { return [slow].compactMap(\.self) }
    let sessions = Set(finding.evidence.map(\.session))
    let all = [
      broken(in: sessions), slow, sessions.isSubset(of: controlled) && controlled.count < experiments.count ? .controlAsAudio : nil,
      mayBeContainer(finding, in: sessions) ? .containerDeclared : nil,
    ]
    return all.compactMap(\.self)
  }

  /// Where nothing of the service's came any more, or the relay ended the session in the middle of it: a service, or a way, may have fallen silent
  /// or broken.
  private func broken(in sessions: Set<Int>) -> Alternative? {
    guard sessions.isSubset(of: silenced.union(endedEarly)) else { return nil }
    return sessions.isSubset(of: endedEarly) ? .endedFirst : .silentService
  }

  /// Where what is suspected, or what stands beside it, is late, the service or a way may be.
  private func mayBeSlow(_ finding: Finding) -> Bool {
    ([finding.rule] + finding.alternatives.map(\.rule)).compactMap(Catalogue.rule).contains {
      $0.group == .results && $0.covers.contains(.of(.resultsPace))
    }
  }

  /// Where no word came of audio that the relay converts: a header of the client's is not passed on then, and a container may be declared.
  private func mayBeContainer(_ finding: Finding, in sessions: Set<Int>) -> Bool {
    let shown = experiments.filter { sessions.contains($0.session) }
    return Catalogue.rule(finding.rule)?.group == .declaring && shown.contains { $0.signs.contains(.digestOther) }
      && !shown.contains { $0.signs.contains(.words) }
  }

  /// Where a session ended by a failure that somebody told of, the one cause that is left of those known may not be all: the failure is another.
  func doubted(_ finding: Finding) -> Finding {
    guard finding.certainty == .inferred, hasToldFailure else { return finding }
    var finding = finding
    finding.certainty = .suspected
    finding.alternatives.append(.endedFirst)
    return finding
  }
}
