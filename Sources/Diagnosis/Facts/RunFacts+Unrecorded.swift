internal import Timeline

extension RunFacts {
  /// Duties of which the source of the recording shows too little: whether they were met is unknown.
  var unseenDuties: Set<Duty> { run.unrecorded.reduce(into: []) { $0.formUnion($1.duties) } }

  /// Why a rule has nothing to go by in this recording; nil where it has.
  func whyUnseen(_ rule: any Rule) -> String? {
    let unseen = unseenDuties
    guard !unseen.isEmpty, !rule.covers.isEmpty, rule.covers.allSatisfy({ unseen.contains($0.duty) }) else { return nil }
    let lacking = run.unrecorded.filter { what in rule.covers.contains { what.duties.contains($0.duty) } }.map(\.text).sorted()
    return "the source does not record \(lacking.joined(separator: " and "))"
  }

  /// What a rule can't have looked at, though it found nothing: how the audio sounds, where digests stand in its place.
  func whyUnheard(_ rule: any Rule) -> String? {
    guard run.unrecorded.contains(.sound), rule.restsOnSound else { return nil }
    return "digests stand in place of the audio: what it sounds like, and what a relay made of other bytes, can't be told"
  }

  /// Sessions whose audio arrives as other bytes, of which there are digests only: it may be converted, and it may be spoilt.
  var unheardSessions: Set<Int> {
    guard run.unrecorded.contains(.sound) else { return [] }
    let unheard = sessions.filter { session in
      session.carriage == nil && !session.client.audioBytes.isEmpty && session.services.contains { !$0.audioBytes.isEmpty }
    }
    return Set(unheard.map(\.info.number))
  }

  /// As sure as digests allow, and with what they can't tell: what goes wrong behind audio that nobody has heard may follow from how it sounds.
  func asHeard(_ findings: [Finding]) -> [Finding] {
    let unheard = unheardSessions
    guard !unheard.isEmpty else { return findings }
    return findings.map { finding in
      let follows = [.ending, .results, .lastResort].contains(Catalogue.rule(finding.rule)?.group)
      guard follows, !finding.provoked, finding.evidence.allSatisfy({ unheard.contains($0.session) }) else { return finding }
      var finding = finding
      finding.certainty = .suspected
      finding.alternatives.append(.unheard)
      return finding
    }
  }
}

extension Alternative {
  /// Digests stand in place of the audio.
  static let unheard = Alternative(
    rule: "audio-altered", separateBy: .look("the same run without `--record-audio digest`: what the audio sounds like, digests can't tell")
  )
}

extension SessionFacts {
  /// Whether the record of the client's connection stops in the midst of its audio, in a source that has no ends: whoever ended it, it may have been then.
  func isOverUnseen(in run: RunFacts) -> Bool {
    run.run.unrecorded.contains(.ends) && client.end == nil && client.closes.isEmpty && stop == nil && listenedAfterAudio < .seconds(1)
  }
}

extension Unrecorded {
  /// What can't be told without it.
  var duties: Set<Duty> {
    switch self {
    case .handshake: [.letIn, .dialled, .declared, .parameters]
    case .ends: [.staying, .closing, .leaving]
    case .closes: [.closeWords]
    case .audio: [.audio, .audioPace, .declared, .heard]
    case .times: [.audioPace, .resultsPace]
    case .hearing: [.heard]
    // What is there of them is judged; that one is missing is never said.
    case .pings, .framing, .sound: []
    }
  }
}
