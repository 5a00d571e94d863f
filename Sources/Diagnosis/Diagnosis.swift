package import Timeline

/// The diagnosis of a recording: a pure function, the same bytes each time.
package enum Diagnosis {
  package static func diagnose(_ recorded: Recording) -> DiagnosisResult { Diagnosed(recorded).result }

  /// - Parameters:
  ///   - run: What was read of the recording.
  ///   - recording: Of which `SessionMatcher` has been over.
  ///   - isStopped: Asked before each rule.
  static func judge(_ run: RunFacts, _ recording: Recording, isStopped: () -> Bool) -> DiagnosisResult {
    let measurement = MeasurementJudge.judge(run, recording)
    var findings: [Finding] = []
    var undecided: [Undecided] = []
    var isDoubted = false
    let isDirect = recording.run.serviceHop == .direct
    let ways = WayDoubts(run)
    for rule in Catalogue.rules where rule.id != Self.lastWord.id {
      if isStopped() {
        undecided.append(Undecided(rule: rule.id, session: nil, reason: "the diagnosis was ended before it came to this"))
        isDoubted = true
        continue
      }
      if let why = run.whyUnseen(rule) {
        undecided.append(Undecided(rule: rule.id, session: nil, reason: why))
        continue
      }
      let outcome = rule.check(run).and(rule is any OutageRule ? [] : OutageJudge.findings(of: rule, run))
      // Neither "it is slow" nor "it is in time" can be said by a clock that is in doubt.
      if rule.restsOnTiming, !measurement.trustworthy, !outcome.isWithoutTimes {
        let doubt = Undecided(rule: rule.id, session: nil, reason: measurement.reasons.first ?? "its times can't be trusted")
        guard case .findings(let found) = outcome else {
          undecided.append(doubt)
          continue
        }
        undecided.insert(doubt, at: 0)
        isDoubted = isDoubted || found.contains { $0.severity == .error && !$0.provoked }
        continue
      }
      switch outcome {
      case .pass, .notApplicable:
        guard let why = run.whyUnheard(rule) else { break }
        undecided.append(Undecided(rule: rule.id, session: nil, reason: why))
        isDoubted = isDoubted || !run.unheardSessions.isEmpty
      case .inconclusive(let why): undecided.append(Undecided(rule: rule.id, session: nil, reason: why))
      case .findings(let found): findings += FindingMerger.merge((isDirect ? DirectWording.retell(found) : found).map(ways.weighed))
      }
    }
    findings += ways.common(findings, run)
    if !run.seesServiceHop { findings = Inference(run).settle(findings) }
    findings = run.asHeard(findings.map { $0.withoutFollowedAdvice(run).quotingRelay(run) })
    let silence = NoConversation.find(run)
    if silence != nil { findings = [] }
    let checks = ExpectationChecker.check(recording.sessions, run)
    let books = Books(run, recording.events, named: Set(findings.flatMap(\.evidence).flatMap(\.events)))
    // What only a clock in doubt calls late needs no name.
    let left = silence != nil ? [] : books.unaccounted(by: findings)
    let doubtful = measurement.trustworthy ? [] : left.filter(\.restsOnTiming)
    if !doubtful.isEmpty {
      undecided.insert(
        Undecided(rule: Self.lastWord.id, session: nil, reason: measurement.reasons.first ?? "its times can't be trusted"), at: 0)
      isDoubted = isDoubted || doubtful.contains { $0.severity == .error }
    }
    let unnamed = Self.lastWord.findings(measurement.trustworthy ? left : left.filter { !$0.restsOnTiming }, run)
    findings += isDirect ? DirectWording.retell(unnamed) : unnamed
    let judged = RootCauses.judge(findings, failedChecks: silence != nil ? [] : ExpectationChecker.failures(checks, run), books: books)
    var sessions = SessionSummary.results(recording, run, judged, among: findings, books, checks: checks)
    var checklist = Checklist.answer(run, judged, measurement)
    if isDirect {
      for index in checklist.indices { checklist[index].reason = DirectWording.retell(checklist[index].reason) }
      undecided = undecided.map { Undecided(rule: $0.rule, session: $0.session, reason: DirectWording.retell($0.reason, of: $0.rule)) }
    }
    if let silence {
      sessions = silence.unjudged(sessions)
      checklist = silence.unanswered(checklist)
    }
    let resilience = ResilienceChapter.rows(run, findings, sessions)
    let verdict = overall(run, judged, sessions, isDoubted: isDoubted)
    let repetitions = Repetitions.count(sessions, judged.causes)
    let headline = silence?.headline ?? Headline.text(verdict, run, judged, recording: recording, undecided: undecided)
    let flaky = judged.causes.first.flatMap { repetitions?.remark(on: $0.finding.rule) }
    return DiagnosisResult(
      verdict: verdict, headline: headline + (flaky.map { " (\($0))" } ?? ""),
      rootCauses: judged.causes,
      notices: judged.notices, provoked: judged.provoked, sessions: sessions, checklist: checklist, measurement: measurement,
      undecided: undecided.filter { item in !judged.causes.contains { $0.finding.rule == item.rule } }, repetitions: repetitions,
      noConversation: silence?.kind, resilience: resilience)
  }

  /// What no rule has a name for is written from the books, when all others have spoken.
  static let lastWord = Unexplained()

  /// - Parameter isDoubted: An error that only the times show, on a machine that did not keep time: neither a finding nor a clean bill.
  private static func overall(_ run: RunFacts, _ judged: RootCauses, _ sessions: [SessionResult], isDoubted: Bool) -> Verdict {
    let errors = judged.causes.filter { $0.finding.severity == .error }
    if let first = errors.first, Catalogue.rule(first.finding.rule)?.covers.first?.duty == .letIn,
      !run.some.isOpen
    {
      return .unreachable
    }
    if !errors.isEmpty { return .faulty }
    // Speech went in, and no word came of it, or nothing that can be read: whatever that is, it is not health.
    if run.sessions.contains(where: { $0.isDeaf || $0.isUnread }) { return .inconclusive }
    return !isDoubted && sessions.contains { $0.verdict == .healthy } ? .healthy : .inconclusive
  }
}
