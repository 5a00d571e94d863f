internal import Timeline

/// The accounts of all sessions of a run, with what is needed to hold findings against them.
struct Books {
  let accounts: [Int: Account]
  /// When and where events happened.
  let moments: [Int64: Moment]
  /// The longest that messages took from end to end in any session.
  let travel: Nanoseconds

  /// - Parameter named: Ids of events whose time is wanted.
  init(_ run: RunFacts, _ events: Series<Event>, named: Set<Int64>) {
    accounts = Dictionary(run.sessions.map { ($0.info.number, Account($0, in: run)) }, uniquingKeysWith: { first, _ in first })
    moments = Dictionary(
      events.lazy.filter { named.contains($0.id) }.map { ($0.id, Moment(hop: $0.hop ?? .client, at: $0.at, event: $0.id)) },
      uniquingKeysWith: { first, _ in first })
    travel = run.sessions.map(\.travel).max() ?? 0
  }

  /// None: for findings by themselves.
  init() {
    accounts = [:]
    moments = [:]
    travel = 0
  }

  /// Entries that no finding is about, and that follow from none: faults without a name.
  func unaccounted(by findings: [Finding]) -> [Entry] {
    let claimants = findings.map { Claimant($0, accounts, moments) }
    return accounts.keys.sorted().flatMap { session in
      (accounts[session]?.entries ?? []).filter { entry in
        entry.severity != .notice && !claimants.contains { $0.covers(entry, travel: travel) }
      }
    }
  }

  /// Sessions whose books do not balance, whatever was found in which session: what is provoked, or only deserves a remark, counts as balanced.
  func unbalanced(_ findings: [Finding]) -> Set<Int> {
    let excuses = findings.filter { $0.provoked || $0.severity != .error }.map { Claimant($0, accounts, moments) }
    return Set(
      accounts.values.flatMap(\.entries).filter { entry in
        entry.severity == .error && !excuses.contains { $0.covers(entry, travel: travel) }
      }.map(\.session))
  }
}

extension Claimant {
  /// True where a finding accounts for an entry: it is about it, or is a cause from which it follows.
  func covers(_ entry: Entry, travel: Nanoseconds) -> Bool {
    // From one hop a relay shows what it does in some sessions only, and does it in all.
    guard let rule, isFelt(in: entry.session, on: entry.duty) || !entry.isShown && finding.severity == .error else {
      return finding.severity == .error && (goesOn(as: Claim(entry)) || isOwed(entry))
    }
    if rule.covers.contains(where: { $0.fits(entry) }) { return true }
    // A suspicion names several causes: what follows from any of them is accounted for.
    let others = finding.alternatives.filter { $0.rule != Diagnosis.lastWord.id }.compactMap { Catalogue.rule($0.rule) }.flatMap(\.covers)
    if others.contains(where: { $0.fits(entry) || $0.duty.spoils.contains(entry.duty) }) { return true }
    // What only deserves a remark spoils nothing.
    guard
      finding.severity == .error || finding.provoked && finding.severity == .warning
        || entry.severity == .warning && finding.severity == .warning
    else { return false }
    return accounts(for: Claim(entry), travel: travel)
  }

  /// True for what a service owes in another session, where it is known to owe it in this one.
  private func isOwed(_ entry: Entry) -> Bool {
    isProvenOfService && !isNameless && entry.party == .service
      && rule?.covers.contains { $0.fits(entry) } ?? false
  }
}
