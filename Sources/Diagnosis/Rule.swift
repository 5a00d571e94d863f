package import Timeline

/// One row of the catalogue: an id that never changes its meaning, and a check from a run's facts to an outcome.
///
/// The examples are its tests and its documentation: written timelines, with `↓` at the evidence.
package protocol Rule: Sendable {
  var id: String { get }
  var group: RuleGroup { get }
  var severity: Severity { get }
  /// What its findings are about: the entries of the books that it gives a name. What follows from them is known by the duties.
  var covers: [Subject] { get }
  /// Where else than in its sessions it is felt.
  var reach: Reach { get }
  /// True for what is seen where no cause was found: whatever is upstream of it explains it, and it explains nothing.
  var isSymptom: Bool { get }
  /// Which of the five questions it answers with no; nil for none.
  var question: ChecklistItem.Question? { get }
  /// False where its findings say that no cause was found, and are sure of that.
  var namesACause: Bool { get }
  /// Who is where the relay would be, in a run without one: the service in rules about how a client is let in, served and left, the client in
  /// those about what is done on the service hop.
  var inPlaceOfRelay: Party { get }
  /// Whether a relay's own output may say more of it than its connections.
  var isToldByOutput: Bool { get }
  /// Whether a scenario that provokes it is an experiment like any other, because the traits of a session tell what it does.
  var isExperiment: Bool { get }
  /// How it is spoken of where sessions are compared from the client hop alone; nil where a client's own frames prove it, or never show it.
  var hypothesis: HypothesisWords? { get }
  /// What is wrong, in one line.
  var title: String { get }
  /// What happens, and why it matters.
  var why: String { get }
  /// How it looks to a client of the relay.
  var clientView: String { get }
  /// How it looks between relay and service, where that is seen.
  var serviceView: String { get }
  /// What to change, as Markdown, with a snippet where one helps: Python first, and right behind it the same for Node.
  var remedy: String { get }
  /// The same where another party than usual is at fault, and the remedy is another.
  var otherRemedies: [Party: String] { get }
  /// What to change where a session sends such audio; nil: what holds for all.
  func remedy(sending audio: AudioInfo?) -> String?
  /// Where the fact comes from that makes it wrong.
  var citation: String { get }
  var examples: [RuleExample] { get }
  /// True where its findings are worth nothing on a machine that could not keep time: then it says `inconclusive`.
  var restsOnTiming: Bool { get }

  /// True where it asks what the audio sounds like: of digests it can't tell.
  var restsOnSound: Bool { get }

  /// What did not come, for a drawing; nil where no single arrow says it.
  func missingArrow(_ finding: Finding) -> MissingArrow?
  func check(_ run: RunFacts) -> RuleOutcome
}

/// The chapters of the catalogue.
package enum RuleGroup: String, Sendable, CaseIterable {
  case gettingIn = "Getting in"
  case declaring = "Declaring the audio"
  case carrying = "Carrying the audio"
  case pace = "Pace"
  case ending = "Ending the stream"
  case results = "Bringing results back"
  case webSocket = "The WebSocket itself"
  case lastResort = "Last resort"
}

/// What a rule says of a run. "Could not tell" never looks like "fine".
package enum RuleOutcome: Sendable {
  case pass
  case notApplicable(String)
  case inconclusive(String)
  case findings([Finding])

  /// True where it was reached without looking at a time: the rule had nothing to look at, or could not tell anyway.
  var isWithoutTimes: Bool {
    switch self {
    case .notApplicable, .inconclusive: true
    case .pass, .findings: false
    }
  }

  /// This, with what was found where the service was made to fail.
  func and(_ found: [Finding]) -> RuleOutcome {
    guard !found.isEmpty else { return self }
    return if case .findings(let own) = self { .findings(own + found) } else { .findings(found) }
  }

  /// This, or where nothing was found what the books of the session show.
  func or(_ found: [Finding]) -> RuleOutcome {
    if case .findings = self { return self }
    return found.isEmpty ? self : .findings(found)
  }

  /// One outcome for many sessions: findings win, then doubt, then a pass. Where a client came back, each of its connections is looked at.
  static func over(_ sessions: Series<SessionFacts>, _ check: (SessionFacts) -> RuleOutcome) -> RuleOutcome {
    var findings: [Finding] = []
    var doubt: String?
    var passed = false
    var reason = "no session was played"
    for session in sessions.flatMap(\.legs) {
      switch check(session) {
      case .pass: passed = true
      case .notApplicable(let why): reason = why
      case .inconclusive(let why): doubt = doubt ?? "\(session.info.scenario): \(why)"
      case .findings(let found): findings += found
      }
    }
    if !findings.isEmpty { return .findings(findings) }
    if let doubt { return .inconclusive(doubt) }
    return passed ? .pass : .notApplicable(reason)
  }
}

/// A written timeline that a rule fires on, or stays silent on.
package struct RuleExample: Sendable {
  package var name: String
  package var fires: Bool
  package var timeline: String
  /// How sure it must be where it fires; nil where that is not the point.
  package var certainty: Certainty?
  /// Errors of other rules in one that stays silent: what it is about, or what is left out of a session that is told only as far as matters.
  package var alsoShows: Set<String> = []

  static func fires(_ name: String, _ certainty: Certainty? = nil, _ timeline: String) -> RuleExample {
    RuleExample(name: name, fires: true, timeline: timeline, certainty: certainty)
  }

  static func silent(_ name: String, alsoShows: Set<String> = [], _ timeline: String) -> RuleExample {
    RuleExample(name: name, fires: false, timeline: timeline, certainty: nil, alsoShows: alsoShows)
  }
}

extension Rule {
  package var restsOnTiming: Bool { false }
  package var restsOnSound: Bool { false }
  package var reach: Reach { .itsSession }
  package var isSymptom: Bool { false }
  package var inPlaceOfRelay: Party { .client }
  package var question: ChecklistItem.Question? { group == .declaring ? .audioDeclared : nil }
  package var namesACause: Bool { true }
  package var hypothesis: HypothesisWords? { nil }
  package var isToldByOutput: Bool { false }
  package var isExperiment: Bool { false }
  package var otherRemedies: [Party: String] { [:] }
  package func remedy(sending audio: AudioInfo?) -> String? { nil }
  package func missingArrow(_ finding: Finding) -> MissingArrow? { nil }

  /// A finding of this rule about one session.
  func finding(
    _ session: SessionFacts, _ certainty: Certainty, severity: Severity? = nil, party: Party, cause: String,
    summary: String, events: [Int64], evidence: String, remedy: String? = nil, alternatives: [Alternative] = []
  ) -> Finding {
    Finding(
      rule: id, certainty: certainty, severity: severity ?? self.severity, party: party, cause: cause, summary: summary,
      remedy: remedy ?? otherRemedies[party] ?? self.remedy(sending: session.info.audio) ?? self.remedy,
      evidence: [Evidence(session: session.info.number, events: events.filter { $0 > 0 }, text: evidence)],
      alternatives: alternatives, provoked: session.provokes(id) || party == .service && session.info.misbehaviour != nil)
  }

  /// A finding about what the books of a session show: as much as they show, and no more.
  ///
  /// - Parameter others: What may have done it as well; none: what the books show is proven.
  func finding(_ session: SessionFacts, of entry: Entry, cause: String, unless others: [Alternative] = []) -> Finding {
    finding(
      session, entry.isShown && others.isEmpty ? .proven : .suspected, severity: entry.severity, party: entry.party, cause: cause,
      summary: "\(entry.text.prefix(1).uppercased())\(entry.text.dropFirst()).", events: entry.events, evidence: entry.text,
      alternatives: others)
  }
}
