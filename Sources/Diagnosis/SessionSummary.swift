internal import Audio
internal import Speech
internal import Timeline

/// Each session's figures for the reports. What can't be known stays nil.
enum SessionSummary {
  static func results(
    _ recording: Recording, _ run: RunFacts, _ judged: RootCauses, among findings: [Finding], _ books: Books, checks: [Int: [CheckResult]]
  ) -> [SessionResult] {
    let accounts = books.explained(by: judged, among: findings)
    let unbalanced = books.unbalanced(judged.causes.map(\.finding) + judged.notices + judged.provoked)
    let errors = judged.causes.filter { $0.finding.severity == .error }
    let blamed = Set(errors.flatMap(\.finding.evidence).map(\.session))
    let explanation = errors.first { $0.finding.rule != "expectation-failed" }?.finding.rule
    return recording.sessions.map { info in
      var own = checks[info.number] ?? []
      for index in own.indices where own[index].status == .failed {
        own[index].explainedBy = explanation
      }
      let isBlamed = blamed.contains(info.number)
      if let oneShot = run.oneShot(info.number) { return OneShotChecker.result(oneShot, isBlamed: isBlamed, checks: own) }
      guard let facts = run.session(info.number) else {
        return SessionResult(info: info, verdict: .inconclusive, checks: own)
      }
      var result = result(
        facts, lacking: recording.run.unrecorded, verdict: verdict(facts, in: run, isBlamed: isBlamed || unbalanced.contains(info.number)),
        checks: own)
      result.account = accounts[info.number]
      return recording.run.serviceHop == .direct ? withoutRelay(result) : result
    }
  }

  private static func verdict(_ session: SessionFacts, in run: RunFacts, isBlamed: Bool) -> Verdict {
    // How the relay took it is judged, and not what came of the session.
    if Outage(session) != nil { return isBlamed ? .faulty : session.interrupted ? .inconclusive : .healthy }
    if run.turnsAway(browser: session) { return .inconclusive }
    if session.client.failure != nil || (session.client.response.map { $0.value.status != 101 } ?? false) { return .unreachable }
    if isBlamed { return .faulty }
    if session.interrupted || !session.client.isOpen { return .inconclusive }
    if !session.unreadable.isEmpty, session.results.isEmpty { return .inconclusive }
    if session.isDeaf { return .inconclusive }
    return [.played, .replayed].contains(run.run.origin) || session.showsEnough(run.run.unrecorded) ? .healthy : .inconclusive
  }

  private static func result(
    _ session: SessionFacts, lacking unrecorded: Set<Unrecorded>, verdict: Verdict, checks: [CheckResult]
  ) -> SessionResult {
    let firstAudio = session.client.audio.first?.at
    func since(_ time: Nanoseconds?) -> Nanoseconds? {
      guard let time, let firstAudio else { return nil }
      return time - firstAudio
    }
    var wer: Double?
    if let expected = session.info.audio?.transcript, let received = session.transcript, session.streamedWhole {
      wer = WordErrorRate.measure(expected: expected, received: received).wer
    }
    let shape = session.client.shapeRead
    let hasTimes = !unrecorded.contains(.times)
    return SessionResult(
      info: session.info, verdict: verdict, sentFrames: session.client.audio.count,
      sentSeconds: session.client.audio.isEmpty ? nil : session.sentSeconds, messages: session.client.messages.count,
      results: session.results.count, finals: session.finals.count, metadata: session.metadata != nil,
      shape: shape?.shape.rawValue, shapeConfidence: shape?.confidence.rawValue, transcript: session.transcript, wer: wer,
      firstResult: hasTimes ? since(session.results.first?.at) : nil, firstFinal: hasTimes ? since(session.finals.first?.at) : nil,
      interimLatency: hasTimes ? session.interimLatency : nil, figures: SymptomFigures(session),
      close: close(session), checks: checks,
      firstMessages: [.client: quotes(session.client), .service: session.service.map(quotes) ?? []])
  }

  /// Without what only a relay has: a time of its own, and another side.
  private static func withoutRelay(_ result: SessionResult) -> SessionResult {
    var result = result
    result.figures?.relay = nil
    result.figures?.service = nil
    result.firstMessages[.service] = nil
    if result.close?.by == .relay { result.close?.by = .service }
    result.account = result.account.map { DirectWording.retell($0) }
    return result
  }

  private static func close(_ session: SessionFacts) -> CloseResult? {
    if let first = session.client.closes.first {
      return CloseResult(code: first.value.code, reason: first.value.reason, by: first.value.by, frame: true)
    }
    return session.client.end.map { CloseResult(code: nil, reason: nil, by: $0.value.by, frame: false) }
  }

  private static func quotes(_ hop: HopFacts) -> [MessageQuote] {
    hop.quotes.map { MessageQuote(event: $0.event, at: $0.at, text: VisibleText.quote($0.value, limit: 200)) }
  }
}

extension SessionFacts {
  /// Whether a session that nobody scripted shows that it went well: words came back, as nobody knows whether any were spoken, and where its end is not
  /// recorded it came as far as the stop.
  fileprivate func showsEnough(_ unrecorded: Set<Unrecorded>) -> Bool {
    let heardAfterStop = stop.map { stop in client.messages.contains { $0.at >= stop.at } } ?? false
    return hasWords && !client.audio.isEmpty && (heardAfterStop || !unrecorded.contains(.ends))
  }
}
