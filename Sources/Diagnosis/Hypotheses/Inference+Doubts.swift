internal import Timeline

/// What a client can't tell apart from where it stands, whatever the comparison of its sessions leaves: the service, or a way, may be at fault.
extension Inference {
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
      !finding.alternatives.contains(where: { $0.rule == "unexpected-close" }), finding.rule != "unexpected-close"
    else { return finding }
    var finding = finding
    finding.certainty = .suspected
    finding.alternatives.append(
      Alternative(
        rule: "unexpected-close",
        separateBy: seeServiceHop("whether anything goes through any more: the client's Close got no answer, so the way may be cut")))
    return finding
  }

  /// Where nothing of the service's came any more, or the relay ended the session in the middle of it, what is suspected of the relay may be a
  /// service, or a way, that fell silent or broke.
  func orBroken(_ finding: Finding) -> Finding {
    guard finding.certainty == .suspected, finding.severity == .error, !finding.provoked, !finding.evidence.isEmpty,
      finding.rule != Alternative.silentService.rule, !finding.alternatives.contains(where: { $0.rule == Alternative.silentService.rule })
    else { return finding }
    let sessions = Set(finding.evidence.map(\.session))
    guard sessions.isSubset(of: silenced.union(endedEarly)) else { return finding }
    var finding = finding
    finding.alternatives.append(sessions.isSubset(of: endedEarly) ? .endedFirst : .silentService)
    return finding
  }

  /// Where what is suspected, or what stands beside it, is late, the service or a way may be.
  func orSlow(_ finding: Finding) -> Finding {
    let names = [finding.rule] + finding.alternatives.map(\.rule)
    guard finding.certainty == .suspected, names.contains(where: Self.isOfLateResults), !names.contains(Alternative.slowService.rule) else {
      return finding
    }
    var finding = finding
    finding.alternatives.append(.slowService)
    return finding
  }

  private static func isOfLateResults(_ rule: String) -> Bool {
    guard let rule = Catalogue.rule(rule), rule.group == .results else { return false }
    return rule.covers.contains(.of(.resultsPace))
  }

  /// Where only sessions show it whose client sent a message of control before its stop, that may have gone to the service as audio.
  func orControl(_ finding: Finding) -> Finding {
    let sessions = Set(finding.evidence.map(\.session))
    guard finding.certainty == .suspected, finding.severity == .error, !finding.provoked, !sessions.isEmpty,
      sessions.isSubset(of: controlled), controlled.count < experiments.count,
      !([finding.rule] + finding.alternatives.map(\.rule)).contains(Alternative.controlAsAudio.rule)
    else { return finding }
    var finding = finding
    finding.alternatives.append(.controlAsAudio)
    return finding
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
