internal import Timeline

extension Books {
  /// The accounts, with what accounts for each of their entries: a root cause before what was provoked or is only worth knowing, that before an
  /// echo, and last the word that it is unexplained.
  ///
  /// - Parameter findings: All, the echoes among them.
  func explained(by judged: RootCauses, among findings: [Finding]) -> [Int: Account] {
    let roots = judged.causes.map(\.finding)
    let aside = judged.provoked + judged.notices
    let echoes = findings.filter { !roots.contains($0) && !aside.contains($0) }
    func explainers(_ findings: [Finding], _ standing: Explainer.Standing) -> [Explainer] {
      findings.map { Explainer(claimant: Claimant($0, accounts, moments), standing: standing) }
    }
    let all = explainers(roots, .root) + explainers(aside, .aside) + explainers(echoes, .echo)
    return accounts.mapValues { account in
      var account = account
      for index in account.entries.indices {
        let entry = account.entries[index]
        let fitting = all.enumerated().filter { $0.element.claimant.covers(entry, travel: travel) }
        let best = fitting.min { ($0.element.rank(for: entry), $0.offset) < ($1.element.rank(for: entry), $1.offset) }?.element
        account.entries[index].explainedBy = best?.claimant.finding.rule
        account.entries[index].isExcused = best?.isExcuse ?? false
      }
      return account
    }
  }
}

/// A finding as that which may account for an entry.
private struct Explainer {
  enum Standing {
    case root, aside, echo
  }

  let claimant: Claimant
  let standing: Standing

  /// True where what it covers counts as balanced.
  var isExcuse: Bool { claimant.finding.provoked || claimant.finding.severity != .error }

  /// The lower, the better it accounts for an entry.
  func rank(for entry: Entry) -> Int {
    let isOwn = claimant.finding.party == entry.party && claimant.rule?.covers.contains { $0.fits(entry) } ?? false
    let place =
      switch standing {
      case _ where claimant.finding.rule == Diagnosis.lastWord.id: 4
      case .root: claimant.sessions.contains(entry.session) ? 0 : 2
      case .aside: 1
      case .echo: 3
      }
    return 4 * place + (claimant.isSymptom ? 2 : 0) + (isOwn ? 0 : 1)
  }
}
