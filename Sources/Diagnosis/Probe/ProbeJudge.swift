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
  /// What the rules say of the live session alone; nil where it never opened, or was not played.
  let diagnosis: DiagnosisResult?

  private init(_ sight: ProbeSight) {
    self.sight = sight
    let facts = RunFacts(sight.recording)
    live = facts.sessions.first
    oneShot = facts.oneShots.first
    diagnosis = live.flatMap { $0.client.isOpen && !sight.isFlux ? Diagnosis.diagnose(sight.recording.only($0.info)) : nil }
  }

  package static func judge(_ sight: ProbeSight) -> ProbeResult {
    let judge = ProbeJudge(sight)
    let way: [(id: ProbeStage.ID, look: () -> Step)] = [
      (.name, judge.name), (.tcp, judge.tcp), (.tls, judge.tls), (.upgrade, judge.upgrade),
    ]
    var steps: [Step] = []
    for station in way {
      let failed = steps.first { $0.stage.status == .failed }?.stage
      steps.append(failed.map { Step(Self.unreached(station.id, behind: $0)) } ?? station.look())
    }
    if judge.live?.client.isOpen ?? false {
      steps += [judge.firstMessage(), judge.session()]
    } else {
      let failed = steps.first { $0.stage.status == .failed }?.stage
      steps += [ProbeStage.ID.firstMessage, .session].map { id in
        Step(failed.map { Self.unreached(id, behind: $0) } ?? judge.unopened(id))
      }
    }
    steps.append(judge.sentWhole(after: steps))
    let failed = steps.lazy.compactMap(\.blame).first
    let blame = failed.map { judge.withWhatWorks($0, steps) } ?? judge.nobody(steps)
    let result = judge.diagnosis?.sessions.first
    return ProbeResult(
      place: sight.place, party: sight.party, stages: steps.map(\.stage), blame: blame, next: judge.next(blame), way: sight.way,
      transcript: judge.fluxWords ?? result?.transcript, wer: result?.wer)
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
  /// The service, and the internet between: what answers in its stead is most likely on the way.
  var isFar: Bool { isService && (sight.way.proxy != nil || !sight.way.calls.allSatisfy { Self.isLocal($0.address) }) }

  private static func isLocal(_ address: String) -> Bool { address.hasPrefix("127.") || address.hasPrefix("[::1]") }

  static func unreached(_ id: ProbeStage.ID, behind failed: ProbeStage) -> ProbeStage {
    ProbeStage(id, .unreached, "not reached: \(failed.id.rawValue) failed")
  }

  /// What comes behind an upgrade that did not fail, and was not had.
  func unopened(_ id: ProbeStage.ID) -> ProbeStage {
    sight.hasKey || sight.recording.run.interrupted
      ? Self.ended(id) : ProbeStage(id, .unreached, "not reached: without a key nobody is let in")
  }

  static func ended(_ id: ProbeStage.ID) -> ProbeStage { ProbeStage(id, .unreached, "not reached: the probe was ended before it") }

  // MARK: The end of it

  private func nobody(_ steps: [Step]) -> ProbeBlame {
    if sight.recording.run.interrupted {
      return ProbeBlame(.nobody, .inconclusive, "Not known: the probe was ended in the midst of it, and until then nothing was wrong.")
    }
    let doubts = steps.filter { $0.stage.status == .doubtful }.map(\.stage.id.rawValue)
    let but = doubts.isEmpty ? "" : " Look at \(list(doubts)) all the same."
    if let words = fluxWords, !words.isEmpty {
      return ProbeBlame(.nobody, .healthy, "Nobody: \(who) works from here, live, in Flux.\(but)")
    }
    guard let diagnosis else {
      let fine = ["the name", "the network"] + (sight.isSecure ? ["TLS"] : []) + ["the front of \(who)"]
      let left =
        sight.hasKey
        ? "It was left at its greeting, before any audio."
        : "Whether a key is good, and whether words come back, needs one."
      return ProbeBlame(.nobody, .inconclusive, "Nobody, as far as it goes: \(list(fine)) are fine. \(left)\(but)")
    }
    let verdict = diagnosis.verdict == .inconclusive ? Verdict.inconclusive : .healthy
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

  /// Where one way fails and another passes, that says more than either alone.
  private func withWhatWorks(_ blame: ProbeBlame, _ steps: [Step]) -> ProbeBlame {
    var blame = blame
    let passes = { (id: ProbeStage.ID) in steps.contains { $0.stage.id == id && [.good, .doubtful].contains($0.stage.status) } }
    switch (passes(.upgrade), passes(.session), passes(.oneShot)) {
    case (false, _, true):
      blame.sentence += " A plain HTTP request passes, and brings words back: it is WebSockets alone that are kept out."
    case (true, false, true): blame.sentence += " Sent whole over HTTP, the same recording brings its words back."
    case (_, true, false): blame.sentence += " The live session works."
    default: break
    }
    return blame
  }

  private func next(_ blame: ProbeBlame) -> String? {
    if sight.recording.run.interrupted { return nil }
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
