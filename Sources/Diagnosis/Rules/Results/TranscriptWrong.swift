internal import Speech
internal import Timeline

/// The words are wrong and nothing else is.
struct TranscriptWrong: Rule {
  let id = "transcript-wrong"
  let group = RuleGroup.results
  let severity = Severity.notice
  /// None: words that the service got wrong excuse nothing else of what it says.
  let covers: [Subject] = []
  let hypothesis: HypothesisWords? = HypothesisWords("service heard other words", party: .service, seenBy: "the text of the results there")
  let title = "the words that came back are not the words that were spoken"
  let why = """
    Everything else is in order and the transcript still differs from what the clip says. Where the service hop shows the same words, the relay is not to blame: \
    language, model or the recording are.
    """
  let clientView = "The word error rate is above the limit, and nothing else was found."
  let serviceView = "The service's own Results have the same words: it is not the relay's doing."
  let remedy = """
    Check `language` and `model` in the relay's query, and listen to the clip. Words that one must get right can be given to the service (`keywords`, or `keyterm` \
    with newer models). The limit is the scenario's: `expect: { wer: { at_most: 0.3 } }`.
    """
  let citation = "Word error rate: words to change, drop and add, over the words expected."
  private let usualLimit = 0.3
  /// Where more than half is wrong, no service mishears so much: worth a warning, unless its own hop shows that it said so of the client's audio.
  private let loss = 0.5

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let expected = session.info.audio?.transcript, session.streamedWhole, session.stop != nil, session.info.provokes.isEmpty else {
        return .notApplicable("no clip with known words was streamed to its end")
      }
      // A service that is seen to have said all has said these words.
      let hasSaidAll = session.service?.metadata.map { $0.value.sha256 != "incomplete" }
      guard let received = session.transcript, session.hasWords, hasSaidAll == true || !session.drain.isCut else {
        return .notApplicable("the words did not come back to the end")
      }
      let limit = session.info.expectations.first { $0.subject == .wer }?.atMost ?? usualLimit
      let wer = WordErrorRate.measure(expected: expected, received: received).wer
      guard session.drain.isDrained || hasSaidAll ?? (session.service == nil) && wer > loss else {
        return .notApplicable("whether the words came back to the end, can't be seen")
      }
      guard wer > limit else { return .pass }
      if let service = session.service {
        let said = service.finals.map(\.value.text).filter { !$0.isEmpty }.joined(separator: " ")
        let there = WordErrorRate.measure(expected: expected, received: said).wer
        guard there > limit else { return .notApplicable("the service's own words were right: that is another matter") }
        // What a relay converts arrives as other bytes: that they say the same, nobody can prove.
        guard session.carriage.map({ !$0.comparison.unrelated }) ?? false else {
          return .findings([wrong(session, wer, limit, .suspected, "; on the service hop it is \(decimal(there, 2))")])
        }
        return .findings([
          wrong(session, wer, limit, .proven, sentence("; on the service hop it is ", decimal(there, 2), ": not the relay's doing"))
        ])
      }
      return .findings([wrong(session, wer, limit, .suspected, "")])
    }
  }

  private func wrong(_ session: SessionFacts, _ wer: Double, _ limit: Double, _ certainty: Certainty, _ also: String) -> Finding {
    finding(
      session, certainty, severity: certainty == .suspected && wer > loss ? .warning : nil, party: .service,
      cause: "words differ from what was spoken",
      summary: "The word error rate is \(decimal(wer, 2)), the limit \(decimal(limit, 2))\(also).",
      events: [session.settled.first?.event ?? 0, session.settled.last?.event ?? 0],
      evidence: "received: \"\((session.transcript ?? "").prefix(80))\"",
      alternatives: certainty == .suspected ? others(session) : [])
  }

  private func others(_ session: SessionFacts) -> [Alternative] {
    guard session.service == nil else {
      return [Alternative(rule: "audio-altered", separateBy: .look("the audio that the relay makes of its client's, by ear"))]
    }
    let words = Alternative(rule: "results-altered", separateBy: seeServiceHop("the words as the service sent them"))
    let audio = Alternative(rule: "audio-altered", separateBy: seeServiceHop("the audio as it arrives there"))
    guard let lost = session.lostWords else { return [words, audio] }
    if lost.added > lost.missing {
      return [words, Alternative(rule: "results-crossed", separateBy: seeServiceHop("whose words these are"))]
    }
    guard lost.missing > lost.added else { return [words, audio] }
    return [
      Alternative(rule: "audio-lost", separateBy: seeServiceHop("whether all of the audio arrives there")),
      Alternative(rule: "results-dropped", separateBy: seeServiceHop("whether the service sends the words that are missing")), audio,
    ]
  }

  let examples: [RuleExample] = [
    .fires(
      "the service heard something else", .proven,
      """
      \(Opening.bothHops(options: "stop=\"stop\" transcript=\"tell me more\""))
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← results "sell her boar" final start=0 duration=2
      ↓ 2.31      client  ← results "sell her boar" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop, most of the words missing", .suspected,
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me some more of it\""))
        2.12      client  → text "stop"
      ↓ 2.31      client  ← results "tell it" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop", .suspected,
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me more\""))
        2.12      client  → text "stop"
      ↓ 2.31      client  ← results "sell her boar" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .silent(
      "one word in four",
      """
      \(Opening.clientHop(options: "stop=\"stop\" transcript=\"tell me some more\""))
        2.12      client  → text "stop"
        2.31      client  ← results "tell me sum more" final start=0 duration=2
        2.33      client  ← close 1000
      """),
    .silent(
      "nobody knows what was said in the clip",
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.31      client  ← results "sell her boar" final start=0 duration=2
        2.33      client  ← close 1000
      """),
  ]
}
