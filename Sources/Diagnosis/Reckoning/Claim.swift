internal import Timeline

/// What a finding says of one session: the duty that was failed, how, and from when.
struct Claim {
  var session: Int
  /// Whose doing it is said to be.
  var party: Party
  var duty: Duty
  var manners: Set<Entry.Manner>
  /// nil: it is not known from when.
  var onset: Moment?
  /// nil: to the session's end.
  var until: Moment?
}

extension Claim {
  /// What an entry says by itself.
  init(_ entry: Entry) {
    self.init(
      session: entry.session, party: entry.party, duty: entry.duty, manners: [entry.manner], onset: entry.isShown ? entry.onset : nil,
      until: entry.until)
  }
}

/// A finding with what it claims, and what follows from that.
struct Claimant {
  let finding: Finding
  let rule: (any Rule)?
  let sessions: Set<Int>
  let claims: [Claim]
  let duties: Set<Duty>
  /// From when it is felt in each session, where that is known.
  private let onsets: [Int: Moment]
  /// The first session that shows it.
  private let first: Int
  /// When the sessions of the run began.
  private let begun: [Int: Nanoseconds]

  /// - Parameter moments: When the events that findings name happened.
  init(_ finding: Finding, _ accounts: [Int: Account], _ moments: [Int64: Moment]) {
    self.finding = finding
    let rule = Catalogue.rule(finding.rule)
    self.rule = rule
    let evidence = Dictionary(grouping: finding.evidence, by: \.session)
    let sessions = Set(evidence.keys)
    self.sessions = sessions
    first = sessions.min() ?? .max
    begun = accounts.mapValues(\.begun)
    let claims: [Claim] =
      rule.map { rule in
        sessions.sorted().flatMap { session in
          Self.claims(of: finding, rule, in: session, accounts[session]?.entries ?? [], evidence[session] ?? [], moments)
        }
      } ?? []
    self.claims = claims
    duties = Set(claims.map(\.duty))
    onsets = claims.reduce(into: [:]) { onsets, claim in
      guard let onset = claim.onset, onsets[claim.session].map({ onset.at < $0.at }) ?? true else { return }
      onsets[claim.session] = onset
    }
  }

  private static func claims(
    of finding: Finding, _ rule: any Rule, in session: Int, _ entries: [Entry], _ evidence: [Evidence], _ moments: [Int64: Moment]
  ) -> [Claim] {
    let own = entries.filter { entry in entry.party == finding.party && rule.covers.contains { $0.fits(entry) } }
    if !own.isEmpty {
      return own.map {
        Claim(session: session, party: finding.party, duty: $0.duty, manners: [$0.manner], onset: $0.onset, until: $0.until)
      }
    }
    let named = evidence.flatMap(\.events).compactMap { moments[$0] }
    // A symptom lasts: it does not begin with what it is shown by. But who ends a session does so at a moment, which is told first.
    let isEnd = rule.covers.first?.duty == .staying && finding.certainty == .proven
    let onset = !rule.isSymptom ? named.min { $0.at < $1.at } : isEnd ? named.first : nil
    return rule.covers.prefix(1).map { Claim(session: session, party: finding.party, duty: $0.duty, manners: $0.manners, onset: onset) }
  }

  /// Who says that the way is cut names a cause, whatever the rule is.
  var isSymptom: Bool { (rule?.isSymptom ?? false) && finding.party != .network }
  /// What is left over of the books.
  var isNameless: Bool { finding.rule == Diagnosis.lastWord.id }
  /// A symptom that the service itself is proven to show.
  var isProvenOfService: Bool { isSymptom && finding.party == .service && finding.certainty == .proven }
  private var reach: Reach { rule?.reach ?? .itsSession }

  /// Whether it is felt in a session, on a duty.
  func isFelt(in session: Int, on duty: Duty) -> Bool {
    if sessions.contains(session) { return true }
    switch reach {
    case .itsSession: return false
    case .laterSessions: return first < session
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
      case .laterSessions: if first < claim.session { return true }
      case .wholeRun(let duties): if duties.contains(claim.duty) { return true }
      }
    }
    if let onset = claim.onset, let own = onsets[claim.session] {
      if onset.isBefore(own, travel: travel) == true { return false }
      // A service that leaves for want of audio has waited for it: what was under way as it left is not why.
      if claim.duty == .staying, claim.party == .service, duties == [.audio], own.hop != onset.hop,
        own.isBefore(onset, travel: travel) != true
      {
        return false
      }
    }
    return duties.contains { $0.spoils.contains(claim.duty) }
  }

  /// True where the other shows in other sessions what this shows in its own.
  func goesOn(as other: Claimant) -> Bool {
    guard sessions.isDisjoint(with: other.sessions), !other.claims.isEmpty else { return false }
    return other.claims.allSatisfy(goesOn)
  }

  /// True for the same of the same party's, not earlier in its session, and before it is over in this one's. What a relay lets go from some moment on
  /// is all of the audio where that comes only later, and an end before its time takes only the last of it where the client is about to stop.
  func goesOn(as claim: Claim) -> Bool {
    guard finding.party == claim.party, claim.duty == .audio else { return false }
    // What comes behind what was sent later comes behind the end of the stream where nothing else is sent later.
    if claim.manners == [.moved] { return claims.contains { $0.duty == .audio && $0.manners == [.moved] } }
    // What came again and is not found again is audio that nobody sent.
    if claim.manners == [.extra] { return claims.contains { $0.duty == .audio && $0.manners == [.repeated] } }
    guard claim.manners == [.missing], let onset = time(claim, claim.onset) else { return false }
    return claims.contains { own in
      guard let from = time(own, own.onset) else { return false }
      if own.duty == .endOfStream, own.manners == [.early] { return time(claim, claim.until).map { from <= $0 } ?? false }
      guard own.duty == .audio, own.manners == [.missing] else { return false }
      return from <= onset + SessionFacts.clockUncertainty && time(own, own.until).map { onset < $0 } ?? true
    }
  }

  /// Since its session's beginning.
  private func time(_ claim: Claim, _ moment: Moment?) -> Nanoseconds? { moment.map { $0.at - (begun[claim.session] ?? 0) } }

  /// True where it is felt earlier than the other in every session in which both are, or both from what its own party did.
  func precedes(_ other: Claimant, travel: Nanoseconds) -> Bool {
    let isService = finding.party == .service && other.finding.party != .service
    let shared = onsets.compactMap { session, onset in
      other.onsets[session].map {
        onset.isBefore($0, travel: travel) == true || isService && onset.hop == .service && onset.event == $0.event
      }
    }
    return !shared.isEmpty && shared.allSatisfy { $0 }
  }

  /// True where it names the same thing.
  func isAbout(_ claim: Claim) -> Bool {
    rule?.covers.contains { $0.duty == claim.duty && ($0.duty != .results || isWide($0) || !$0.manners.isDisjoint(with: claim.manners)) }
      ?? false
  }

  /// Results that are another's, or changed, are missing and extra too.
  private func isWide(_ subject: Subject) -> Bool { subject.manners.contains(.altered) }
}
