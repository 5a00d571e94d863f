internal import Speech
internal import Timeline

/// The five questions. "Could not tell" is an answer, and never looks like "yes".
enum Checklist {
  static func answer(_ run: RunFacts, _ judged: RootCauses, _ measurement: Measurement) -> [ChecklistItem] {
    let played = run.sessions.filter { $0.client.isOpen && !$0.client.audio.isEmpty }
    guard !played.isEmpty else {
      let why =
        run.sessions.isEmpty
        ? run.outages.isEmpty ? "no session was played" : "the service was made to fail in every session"
        : run.some.isOpen ? "no audio was sent" : "no connection was had"
      return ChecklistItem.Question.allCases.map { ChecklistItem($0, .unknown, why) }
    }
    return [
      declared(run, played, judged), comeBack(played, judged), goOn(played, judged), ended(played, judged),
      pace(run, played, judged, measurement),
    ]
  }

  /// The first root cause that answers a question with no, or has an echo that does.
  private static func fired(_ question: ChecklistItem.Question, _ judged: RootCauses) -> Finding? {
    func answers(_ id: String) -> Bool { Catalogue.rule(id)?.question == question }
    return judged.causes.first { answers($0.finding.rule) || $0.explains.contains(where: answers) }?.finding
  }

  private static func declared(_ run: RunFacts, _ played: Series<SessionFacts>, _ judged: RootCauses) -> ChecklistItem {
    if let finding = fired(.audioDeclared, judged) {
      return ChecklistItem(
        .audioDeclared, finding.certainty == .suspected ? .unknown : .no,
        finding.certainty == .suspected ? "suspected: \(finding.cause)" : finding.cause)
    }
    if let session = played.first(where: { session in
      guard let service = session.service, let audio = session.info.audio, session.hasWords || service.hasWords else { return false }
      let declared = DeclaredAudio(service)
      return declared.isRawEncoding && declared.encoding == audio.encoding && declared.sampleRate == audio.sampleRate
        && (declared.channels ?? 1) == audio.channels
    }), let service = session.service {
      return ChecklistItem(.audioDeclared, .yes, "the relay declares \(DeclaredAudio(service).text), and that is what arrives")
    }
    if let session = played.first(where: { $0.hasWords && ($0.durationRatio.map { abs($0 - 1) < 0.03 } ?? false) }),
      let sent = session.sentSeconds
    {
      return ChecklistItem(.audioDeclared, .yes, "words came back, and the service counted the \(decimal(sent, 1)) s that were sent")
    }
    if played.contains(where: \.hasWords) { return ChecklistItem(.audioDeclared, .yes, "words came back, so the audio was decoded") }
    return ChecklistItem(
      .audioDeclared, .unknown,
      played.isEmpty ? "no audio was sent" : "no words came back, and the relay's query was not seen or says nothing wrong")
  }

  private static func comeBack(_ played: Series<SessionFacts>, _ judged: RootCauses) -> ChecklistItem {
    guard !played.isEmpty else { return ChecklistItem(.resultsComeBack, .unknown, "no audio was sent") }
    let results = played.reduce(0) { $0 + $1.results.count }
    // Where nothing was spoken, some relays have nothing to say.
    let silent = played.filter { $0.results.isEmpty && $0.stop != nil && !$0.triedAnotherStopInVain && $0.info.audio?.utterances != 0 }
    if results == 0 {
      let unreadable = played.reduce(0) { $0 + $1.unreadable.count }
      guard unreadable == 0 else {
        return ChecklistItem(.resultsComeBack, .unknown, "\(count(unreadable, "message")) came that no known shape fits")
      }
      return ChecklistItem(.resultsComeBack, .no, "0 results in \(count(played.count, "session"))")
    }
    guard played.contains(where: \.hasWords) else {
      return ChecklistItem(.resultsComeBack, .no, "\(count(results, "result")) came, every transcript empty")
    }
    guard silent.isEmpty else {
      return ChecklistItem(.resultsComeBack, .no, "none in \(list(silent.map(\.info.scenario))), though other sessions got some")
    }
    return ChecklistItem(.resultsComeBack, .yes, "\(count(results, "result")) in \(count(played.count, "session"))")
  }

  private static func goOn(_ played: Series<SessionFacts>, _ judged: RootCauses) -> ChecklistItem {
    if let finding = fired(.resultsContinue, judged) {
      return ChecklistItem(
        .resultsContinue, finding.certainty == .suspected ? .unknown : .no,
        finding.certainty == .suspected ? "suspected: \(finding.cause)" : finding.cause)
    }
    if let session = played.first(where: { $0.finals.count >= 2 }) {
      return ChecklistItem(.resultsContinue, .yes, "\(session.finals.count) finals in \(session.info.scenario)")
    }
    if let session = played.first(where: { session in
      session.finals.first.map { first in session.results.contains { $0.at > first.at } } ?? false
    }) {
      return ChecklistItem(.resultsContinue, .yes, "results went on after the first final in \(session.info.scenario)")
    }
    let two = played.contains { ($0.info.audio?.utterances ?? 1) >= 2 && $0.stop != nil }
    return ChecklistItem(
      .resultsContinue, .unknown,
      !two
        ? "no scenario with two utterances was played to its end"
        : played.contains { !$0.finals.isEmpty } ? "nothing came behind the first final, and nothing had to" : "no final came to begin with"
    )
  }

  private static func ended(_ played: Series<SessionFacts>, _ judged: RootCauses) -> ChecklistItem {
    if let finding = fired(.endSignalled, judged) {
      return ChecklistItem(
        .endSignalled, finding.certainty == .suspected ? .unknown : .no,
        finding.certainty == .suspected ? "suspected: \(finding.cause)" : finding.cause)
    }
    let stopped = played.filter { $0.stop != nil && !$0.triedAnotherStopInVain }
    guard !stopped.isEmpty else { return ChecklistItem(.endSignalled, .unknown, "no session was played to its stop") }
    let cut = stopped.filter { $0.drain.isCut }
    if let first = cut.first, case .cut(let why) = first.drain {
      return ChecklistItem(.endSignalled, .no, "\(first.info.scenario): \(why)")
    }
    if let session = stopped.first(where: { $0.drain.isDrained }), case .drained(let why) = session.drain {
      return ChecklistItem(.endSignalled, .yes, why)
    }
    let passedOn = stopped.first { session in
      guard let service = session.service, let last = service.audio.last, let metadata = service.metadata else { return false }
      return service.endOfAudio(after: last.at) != nil && (service.relayGoodbye.map { metadata.event < $0.event } ?? true)
    }
    if passedOn != nil { return ChecklistItem(.endSignalled, .yes, "CloseStream followed the stop, and the service sent all that it had") }
    if let session = stopped.first, case .unknown(let why) = session.drain { return ChecklistItem(.endSignalled, .unknown, why) }
    return ChecklistItem(.endSignalled, .unknown, "it can't be seen from here")
  }

  private static func pace(_ run: RunFacts, _ played: Series<SessionFacts>, _ judged: RootCauses, _ measurement: Measurement)
    -> ChecklistItem
  {
    if let finding = fired(.paceRealTime, judged) { return ChecklistItem(.paceRealTime, .no, finding.cause) }
    guard !run.run.unrecorded.contains(.times) else {
      return ChecklistItem(.paceRealTime, .unknown, "the source does not record \(Unrecorded.times.text)")
    }
    guard measurement.trustworthy else {
      return ChecklistItem(.paceRealTime, .unknown, measurement.reasons.first ?? "the times of this run can't be trusted")
    }
    let honest = played.filter { !$0.provokes("pacing-too-fast") && !$0.provokes("pacing-bursty") }
    let factors = honest.compactMap { $0.clientPace?.factor }
    guard let slowest = factors.min(), let fastest = factors.max() else {
      return ChecklistItem(.paceRealTime, .unknown, "too little audio was sent at real time")
    }
    let range =
      decimal(slowest, 2) == decimal(fastest, 2) ? "\(decimal(slowest, 2))×" : "\(decimal(slowest, 2))× to \(decimal(fastest, 2))×"
    return ChecklistItem(
      .paceRealTime, slowest > 0.8 ? .yes : .no, "audio was sent at \(range) real time in \(count(factors.count, "session"))")
  }
}
