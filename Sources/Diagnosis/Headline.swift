internal import Speech
internal import Timeline

/// One sentence for the whole run: `symptom, root cause`.
enum Headline {
  static func text(_ verdict: Verdict, _ run: RunFacts, _ judged: RootCauses, recording: Recording, undecided: [Undecided]) -> String {
    guard let first = judged.causes.first else {
      if verdict == .inconclusive { return inconclusive(run, recording, undecided) }
      return "no fault found in \(count(run.sessions.count + run.outages.count, "session"))\(reservations(run))"
    }
    let finding = first.finding
    guard finding.severity == .error else {
      return "no error found, \(count(judged.causes.count, "warning")): \(list(judged.causes.map(\.finding.cause)))"
    }
    let others = judged.causes.dropFirst().filter { $0.finding.severity == .error }
    let also = others.isEmpty ? "" : "; and \(list(others.map { hedged($0.finding) }))"
    return "\(symptom(finding, run)), \(hedged(finding))\(also)"
  }

  /// The cause, as sure as the finding is.
  private static func hedged(_ finding: Finding) -> String {
    guard finding.certainty == .suspected, Catalogue.rule(finding.rule)?.namesACause ?? false else { return finding.cause }
    let others = Set(finding.alternatives.map(\.rule)).subtracting([finding.rule]).count
    return "probably \(finding.cause)\(others == 0 ? "" : " (one of \(others + 1) causes)")"
  }

  /// What a clean bill does not cover.
  private static func reservations(_ run: RunFacts) -> String {
    var words: [String] = []
    let levels = run.sessions.compactMap(\.inaudibleLevel)
    if let loudest = levels.max() {
      let which = levels.count == run.sessions.count { $0.streamedWhole } ? "the audio" : "the audio of \(count(levels.count, "session"))"
      words.append(
        "\(which) is \(loudest <= -119 ? "digital silence" : "silent, at \(decimal(loudest, 0)) dBFS"): nothing in it could be heard")
    }
    let hungUp = run.sessions.filter(\.onlyHangsUp)
    if !hungUp.isEmpty {
      words.append(
        "the client hangs up instead of saying stop: what comes after a stop (the last finals, Metadata, the relay's close) could not be asked for"
      )
    }
    let left = run.run.suite == "smoke" ? notLookedAt(run) : []
    if !left.isEmpty { words.append("not looked at: \(list(left))") }
    return words.isEmpty ? "" : "; \(words.joined(separator: "; "))"
  }

  /// What relays often fail at and no session of the run has tried.
  private static func notLookedAt(_ run: RunFacts) -> [String] {
    func isTried(_ tries: (SessionFacts) -> Bool) -> Bool { run.sessions.contains(where: tries) }
    let tries: [(String, Bool)] = [
      ("a second utterance", isTried { ($0.info.audio?.utterances ?? 1) > 1 }),
      ("a pause of ten seconds", isTried { $0.longestSilence >= .seconds(10) }),
      ("a client that leaves in the middle", isTried { $0.clientLeft != nil && !$0.streamedWhole }),
      ("a WAV header", isTried(\.sentWAV)), ("audio faster than real time", isTried { $0.provokes("pacing-too-fast") }),
      ("two clients at once", isTried { !run.sessions(beside: $0).isEmpty }),
    ]
    return tries.filter { !$0.1 }.map(\.0)
  }

  private static func inconclusive(_ run: RunFacts, _ recording: Recording, _ undecided: [Undecided]) -> String {
    if let session = run.sessions.first(where: \.isDeaf), !run.sessions.contains(where: \.hasWords) {
      return
        "could not tell: \(decimal(session.sentSeconds ?? 0, 1)) s of speech were taken and answered, and no word was heard in them; listen to what arrives (sttcheck export --wav), and look at language and model"
    }
    if recording.run.interrupted || !recording.run.finished { return "could not tell: the run was interrupted" }
    if run.sessions.isEmpty, run.outages.isEmpty { return "could not tell: no session was played" }
    if let session = run.sessions.first(where: { !$0.unreadable.isEmpty }) {
      let quote = zip(session.client.messages, session.client.payloads).first { $0.0.value.unreadableBecause != nil }
      let first = quote.map { ", the first: \(VisibleText.quote($0.1, limit: 80))" } ?? ""
      return "could not tell: \(count(session.unreadable.count, "message")) came that no known message shape fits\(first)"
    }
    return "could not tell\(undecided.first.map { ": \($0.reason)" } ?? "")"
  }

  /// What everybody sees, of the session that shows it most plainly.
  private static func symptom(_ finding: Finding, _ run: RunFacts) -> String {
    let numbers = Set(finding.evidence.map(\.session))
    let own = (Array(run.sessions) + run.outages.map(\.session)).filter { numbers.contains($0.info.number) }
    guard let session = own.first(where: { $0.client.isOpen }) else { return "no connection" }
    // A scenario that breaks nothing on purpose speaks first; among those, the worst.
    let open = own.filter(\.client.isOpen)
    let plain = open.filter(\.info.provokes.isEmpty)
    let worst = (plain.isEmpty ? open : plain).min { severity($0) < severity($1) } ?? session
    return symptom(worst, lacking: run.run.unrecorded)
  }

  private static func severity(_ session: SessionFacts) -> Int {
    if session.results.isEmpty { return 0 }
    if !session.hasWords { return 1 }
    if session.tellsFinality, session.finals.isEmpty { return 2 }
    return 3
  }

  private static func symptom(_ session: SessionFacts, lacking unrecorded: Set<Unrecorded>) -> String {
    let results = session.results.count
    // The closing Metadata says nothing of what was spoken: whoever gets only that has got nothing.
    guard results > 0 else {
      return session.unreadable.isEmpty ? "0 messages" : "\(count(session.unreadable.count, "message")) of an unknown shape"
    }
    guard session.hasWords else { return "\(count(results, "message")) without a word" }
    guard !session.tellsFinality || !session.finals.isEmpty else { return "\(count(results, "message")) but no final" }
    let finals = session.finals.count
    if let utterances = session.info.audio?.utterances, session.tellsFinality, utterances > finals {
      return "\(count(finals, "final")) for \(utterances) utterances"
    }
    if session.relayEnded == nil, session.expiredWait != nil { return "results but no close" }
    if let close = session.client.close(by: .relay)?.value, let code = close.code, code != 1000 { return "close \(code)" }
    if !unrecorded.contains(.closes), session.client.close(by: .relay) == nil, session.client.close(by: .client) == nil {
      return "close 1006"
    }
    // In order, and in the middle of a sentence: what came is not all.
    if session.relayEnded != nil, session.stop == nil, !session.streamedWhole, let sent = session.sentSeconds,
      let audio = session.info.audio
    {
      return "cut short after \(decimal(sent, 1)) of \(decimal(audio.seconds, 1)) s"
    }
    guard session.drain.isDrained else { return count(results, "message") }
    // Seen from the client alone it looks complete; the service hop may know more.
    let lost = session.missingFinals.count
    return lost > 0 ? "\(lost) of \(count(lost + finals, "final")) missing" : "results complete"
  }
}
