package import Timeline

/// Judges what a probe saw, station by station, and says who is to blame: the first that failed. A pure function.
package struct ProbeJudge {
  /// A station, and whom it blames where it failed.
  struct Step {
    var stage: ProbeStage
    var blame: ProbeBlame?

    init(_ stage: ProbeStage, blaming blame: ProbeBlame? = nil) {
      self.stage = stage
      self.blame = blame
    }
  }

  let sight: ProbeSight
  /// Of the session that was played live; nil where none was.
  let live: SessionFacts?
  let oneShot: OneShotFacts?
  /// What the rules say of the live session alone; nil where it never opened.
  let diagnosis: DiagnosisResult?

  private init(_ sight: ProbeSight) {
    self.sight = sight
    let facts = RunFacts(sight.recording)
    live = facts.sessions.first
    oneShot = facts.oneShots.first
    diagnosis = live.flatMap { $0.client.isOpen ? Diagnosis.diagnose(sight.recording.only($0.info)) : nil }
  }

  package static func judge(_ sight: ProbeSight) -> ProbeResult {
    let judge = ProbeJudge(sight)
    var steps: [Step] = []
    for station in [judge.name, judge.tcp, judge.tls, judge.upgrade] {
      let failed = steps.first { $0.stage.status == .failed }
      steps.append(failed.map { Step(ProbeStage(station.0, .unreached, "not reached: \($0.stage.id.rawValue) failed")) } ?? station.1())
    }
    let isOpen = judge.live?.client.isOpen ?? false
    for station in [judge.firstMessage, judge.session] {
      steps.append(isOpen ? station.1() : Step(ProbeStage(station.0, .unreached, judge.whyNoSession(steps))))
    }
    steps.append(judge.sentWhole(after: steps))
    let failed = steps.lazy.compactMap(\.blame).first
    let blame = failed.map { judge.withWhatWorks($0, steps) } ?? judge.nobody(steps)
    let result = judge.diagnosis?.sessions.first
    return ProbeResult(
      place: sight.place, party: sight.party, stages: steps.map(\.stage), blame: blame, next: judge.next(blame), way: sight.way,
      transcript: result?.transcript, wer: result?.wer)
  }

  /// Whether sending a recording whole has more to tell than the live session did.
  package static func wantsOneShot(_ recording: Recording, hasKey: Bool) -> Bool {
    guard hasKey, let client = RunFacts(recording).sessions.first?.client else { return false }
    if let failure = client.failure?.value { return failure.stage == .handshake }
    guard let response = client.response?.value else { return false }
    // What the service refused once it would refuse again.
    return response.status == 101 || !RefusalWords(response).isTheServices
  }

  /// `the service`, `the relay`.
  var who: String { "the \(sight.party.rawValue)" }
  var isService: Bool { sight.party == .service }

  private func whyNoSession(_ steps: [Step]) -> String {
    let failed = steps.first { $0.stage.status == .failed }?.stage
    return failed.map { "not reached: \($0.id.rawValue) failed" } ?? "not reached: without a key nobody is let in"
  }

  // MARK: The end of it

  private func nobody(_ steps: [Step]) -> ProbeBlame {
    let doubts = steps.filter { $0.stage.status == .doubtful }.map(\.stage.id.rawValue)
    let but = doubts.isEmpty ? "" : " Look at \(list(doubts)) all the same."
    guard live?.client.isOpen == true else {
      return ProbeBlame(
        .nobody, .inconclusive,
        "Nobody, as far as it goes without a key: the name, the network, \(sight.isSecure ? "TLS " : "")and the front of \(who) are fine. Whether a key is good, and whether words come back, needs one.\(but)"
      )
    }
    let verdict = diagnosis?.verdict == .inconclusive ? Verdict.inconclusive : .healthy
    guard isService else {
      return ProbeBlame(
        .nobody, verdict, "Nobody: the relay is reached, lets its client in and brings the words back, in this one session.\(but)")
    }
    let ways = oneShot == nil ? "live" : "live and by HTTP"
    return ProbeBlame(
      .nobody, verdict,
      "Nobody: the service works from here, \(ways). If your relay fails all the same, it is the relay, or its own way to the service.\(but)"
    )
  }

  /// A WebSocket that fails where a plain request passes says more than either alone.
  private func withWhatWorks(_ blame: ProbeBlame, _ steps: [Step]) -> ProbeBlame {
    var blame = blame
    let isGood = { (id: ProbeStage.ID) in steps.contains { $0.stage.id == id && [.good, .doubtful].contains($0.stage.status) } }
    if isGood(.oneShot), !isGood(.upgrade) {
      blame.sentence += " A plain HTTPS request passes, and brings words back: it is WebSockets alone that are kept out."
    } else if isGood(.session), !isGood(.oneShot) {
      blame.sentence += " The live session works."
    }
    return blame
  }

  private func next(_ blame: ProbeBlame) -> String? {
    if isService {
      guard blame.culprit == .nobody else { return nil }
      return live?.client.isOpen == true ? "sttcheck run --relay URL" : "DEEPGRAM_API_KEY=KEY sttcheck probe \(sight.place)"
    }
    // A session that opened has more to show than one probe sees.
    return live?.client.isOpen == true ? "sttcheck run --relay \(sight.place)" : nil
  }
}

extension Recording {
  /// One session, as if nothing else had been played.
  fileprivate func only(_ info: SessionInfo) -> Recording {
    var copy = self
    copy.sessions = copy.sessions.filter { $0.number == info.number }
    copy.events = copy.events.filter { $0.session == info.number }
    return copy
  }
}
