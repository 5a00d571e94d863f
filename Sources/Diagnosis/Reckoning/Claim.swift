internal import Timeline

/// What a finding says of one session: the duty that was failed, how, and from when.
struct Claim {
  var session: Int
  var duty: Duty
  var manners: Set<Entry.Manner>
  /// nil: it is not known from when.
  var onset: Moment?
}

/// A finding with what it claims, and what follows from that.
struct Claimant {
  let finding: Finding
  let rule: (any Rule)?
  let sessions: Set<Int>
  let claims: [Claim]

  /// - Parameter moments: When the events that findings name happened.
  init(_ finding: Finding, _ accounts: [Int: Account], _ moments: [Int64: Moment]) {
    self.finding = finding
    let rule = Catalogue.rule(finding.rule)
    self.rule = rule
    sessions = Set(finding.evidence.map(\.session))
    guard let rule else {
      claims = []
      return
    }
    claims = sessions.sorted().flatMap { session -> [Claim] in
      let own = (accounts[session]?.entries ?? []).filter { entry in
        entry.party == finding.party && rule.covers.contains { $0.fits(entry) }
      }
      if !own.isEmpty { return own.map { Claim(session: session, duty: $0.duty, manners: [$0.manner], onset: $0.onset) } }
      let named = finding.evidence.filter { $0.session == session }.flatMap(\.events).compactMap { moments[$0] }
      // A symptom lasts: it does not begin with what it is shown by.
      let onset = rule.isSymptom ? nil : named.min { $0.at < $1.at }
      return rule.covers.prefix(1).map { Claim(session: session, duty: $0.duty, manners: $0.manners, onset: onset) }
    }
  }

  var isSymptom: Bool { rule?.isSymptom ?? false }
  var duties: Set<Duty> { Set(claims.map(\.duty)) }
  private var reach: Reach { rule?.reach ?? .itsSession }

  /// From when it is felt in a session; nil where that is not known.
  private func onset(in session: Int) -> Moment? { claims.filter { $0.session == session }.compactMap(\.onset).min { $0.at < $1.at } }

  /// Whether it is felt in a session, on a duty.
  func isFelt(in session: Int, on duty: Duty) -> Bool {
    if sessions.contains(session) { return true }
    switch reach {
    case .itsSession: return false
    case .laterSessions: return sessions.contains { $0 < session }
    case .wholeRun(let duties): return duties.contains(duty)
    }
  }

  /// True where a claim, or an entry, of a session is what it is about, or follows from it.
  func accounts(for claim: Claim, travel: Nanoseconds) -> Bool {
    if isAbout(claim) { return true }
    if !sessions.contains(claim.session) {
      switch reach {
      case .itsSession: break
      // A dead relay serves nobody that comes later.
      case .laterSessions: if sessions.contains(where: { $0 < claim.session }) { return true }
      case .wholeRun(let duties): if duties.contains(claim.duty) { return true }
      }
    }
    if let onset = claim.onset, let own = self.onset(in: claim.session), onset.isBefore(own, travel: travel) == true { return false }
    return duties.contains { $0.spoils.contains(claim.duty) }
  }

  /// True where it names the same thing.
  func isAbout(_ claim: Claim) -> Bool {
    rule?.covers.contains { $0.duty == claim.duty && ($0.duty != .results || isWide($0) || !$0.manners.isDisjoint(with: claim.manners)) }
      ?? false
  }

  /// Results that are another's, or changed, are missing and extra too.
  private func isWide(_ subject: Subject) -> Bool { subject.manners.contains(.altered) }
}
