internal import Speech
internal import Timeline

/// A row for each session in which the service misbehaved on purpose.
enum ResilienceChapter {
  /// - Parameter findings: All that count, echoes among them.
  static func rows(_ run: RunFacts, _ findings: [Finding], _ sessions: [SessionResult]) -> [ResilienceRow] {
    guard run.seesServiceHop else { return [] }
    let outages = Dictionary(run.outages.map { ($0.session.info.number, $0) }, uniquingKeysWith: { first, _ in first })
    return sessions.compactMap { result in
      guard let misbehaviour = result.info.misbehaviour, let facts = run.session(result.info.number) else { return nil }
      var rules: [String] = []
      for finding in findings where !finding.provoked && finding.severity != .notice {
        if finding.evidence.contains(where: { $0.session == result.info.number }), !rules.contains(finding.rule) {
          rules.append(finding.rule)
        }
      }
      if let outage = outages[result.info.number] { return row(outage, result, rules) }
      return whole(facts, misbehaviour, result, rules)
    }
  }

  /// A misbehaviour that leaves the session whole, or whose moment did not come.
  private static func whole(
    _ session: SessionFacts, _ misbehaviour: Misbehaviour, _ result: SessionResult, _ rules: [String]
  ) -> ResilienceRow {
    let came = session.notes.contains { $0.value.code == .misbehaved }
    let last = session.results.last?.at
    let saw =
      "\(count(result.results, "result")), \(count(result.finals, "final"))\(session.relayEnded.map { ", \($0.value?.text ?? "no Close frame")" } ?? ", no end")"
    return ResilienceRow(
      session: result.info.number, scenario: result.info.scenario, misbehaviour: misbehaviour.kind, did: misbehaviour.text,
      saw: came ? saw : "its moment did not come; \(saw)",
      after: came ? last.flatMap { last in session.stop.map { max(0, last - $0.at) } } : nil,
      verdict: came ? result.verdict : .inconclusive, answers: [], rules: rules)
  }

  private static func row(_ outage: Outage, _ result: SessionResult, _ rules: [String]) -> ResilienceRow {
    let told = outage.told
    let saw: String
    let after: Nanoseconds?
    if let recovery = outage.recovery {
      let back = outage.session.results.first { $0.at > recovery.begun }
      saw =
        (told.map { "\($0.text), then " } ?? "") + (back == nil ? "no results of" : "results of")
        + " a new connection, \(count(outage.redials.count, "attempt"))"
      after = back.map { max(0, $0.at - (outage.shown?.at ?? outage.began.at)) }
    } else {
      saw = told?.text ?? "nothing"
      after = told.map { max(0, $0.at - (outage.shown ?? outage.due).at) }
    }
    let answers = ResilienceRow.Question.allCases.map { answer($0, outage, told) }
    // A client that was not told, and did not wait long enough to be, proves nothing of the relay.
    let isOpen = result.verdict == .healthy && answers.contains { $0.question == .told && $0.answer == .unknown }
    return ResilienceRow(
      session: result.info.number, scenario: result.info.scenario, misbehaviour: outage.misbehaviour.kind, did: outage.misbehaviour.text,
      saw: saw, after: after, verdict: outage.isJudged && !isOpen ? result.verdict : .inconclusive, answers: answers, rules: rules)
  }

  private static func answer(_ question: ResilienceRow.Question, _ outage: Outage, _ told: Outage.Told?) -> ResilienceRow.Answer {
    func say(_ answer: ChecklistItem.Answer?, _ reason: String) -> ResilienceRow.Answer {
      ResilienceRow.Answer(question: question, answer: answer, reason: reason)
    }
    let isServed = outage.recovery != nil
    guard outage.isJudged else { return say(.unknown, "the client came back in the midst of it") }
    if outage.session.readsSlowly, [.told, .inTime, .truthful, .nothingForNobody].contains(question) {
      return say(.unknown, "the client was not reading")
    }
    switch question {
    case .told:
      if let told { return say(.yes, told.text) }
      if isServed { return say(nil, "the relay went on by another connection") }
      let waited = outage.listenedUntil - outage.due.at
      return waited > (outage.misbehaviour.kind.isSilent ? Outage.silencePatience : Outage.patience)
        ? say(.no, "nothing came in \(seconds(waited))") : say(.unknown, "the client left after \(seconds(waited))")
    case .inTime:
      guard let told else { return say(nil, isServed ? "the relay went on by another connection" : "it was not told") }
      let length = max(0, told.at - (outage.shown ?? outage.due).at)
      let isLate = !outage.misbehaviour.kind.isSilent && outage.audioForNobody > 2
      return say(isLate ? .no : .yes, "after \(seconds(length))")
    case .truthful:
      guard let told else { return say(nil, isServed ? "there was nothing to tell" : "it was not told") }
      return switch told.truth {
      case .itsWords: say(.yes, "in the service's own words, or its code")
      case .otherWords: say(.yes, "in words of the relay's own")
      case .bare: say(.no, "that it is over, and not why")
      case .success: say(.no, "as a normal end")
      }
    case .withoutKey:
      let isShown = outage.session.notes.contains { $0.value.code == .keyShown }
      return isShown
        ? say(.no, "its key for the service stands in what the client got") : say(.yes, "its key is nowhere in what the client got")
    case .nothingForNobody:
      guard outage.shown != nil else { return say(nil, "the service did not show that it was gone") }
      let audio = outage.audioForNobody
      return say(audio > 2 ? .no : .yes, isServed ? "the audio went to another connection" : "\(decimal(audio, 1)) s were taken for nobody")
    case .dialledAgain: return dialledAgain(outage, say)
    case .hopsEnded:
      if let left = outage.leftOpen.first { return say(.no, "connection \(left.connection) to the service was left open") }
      return outage.clientGone == nil ? say(.unknown, "the client's hop did not end") : say(.yes, "no connection was left behind")
    case .nextServed:
      guard let next = outage.next else { return say(.unknown, "no client came after it") }
      return next.client.isOpen
        ? say(.yes, "session \(next.info.number), \(next.info.scenario), was let in")
        : say(.no, "session \(next.info.number) was not let in")
    }
  }

  private static func dialledAgain(
    _ outage: Outage, _ say: (ChecklistItem.Answer?, String) -> ResilienceRow.Answer
  ) -> ResilienceRow.Answer {
    let redials = outage.redials.count
    guard redials > 0 else { return say(nil, "the relay did not dial again") }
    if let pauses = outage.stormPauses {
      return say(.no, "\(count(redials, "attempt")), still \(seconds(pauses.last ?? 0)) apart at the end")
    }
    guard outage.recovery != nil else { return say(.yes, "\(count(redials, "attempt")), then no more") }
    if let lost = outage.lostBetween { return say(.no, "\(decimal(lost, 1)) s of audio were neither sent again nor said to be lost") }
    if outage.wordsTwice > 0 { return say(.no, "\(count(outage.wordsTwice, "word")) came twice") }
    if outage.unshifted != nil { return say(.no, "times begin again at 0") }
    return outage.restart == nil
      ? say(.unknown, "what the new connection was sent can't be found in the client's audio")
      : say(.yes, "nothing was lost, nothing came twice")
  }
}
