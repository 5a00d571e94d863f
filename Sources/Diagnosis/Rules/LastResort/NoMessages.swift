internal import Speech
internal import Timeline

/// Nothing came back, and no rule can say why.
struct NoMessages: Rule {
  let id = "no-messages"
  let group = RuleGroup.lastResort
  let severity = Severity.error
  let covers: [Subject] = [.of(.results, .missing), .of(.heard, .missing)]
  let isSymptom = true
  let namesACause = false
  let hypothesis: HypothesisWords? = HypothesisWords(
    "service took the audio and said nothing", party: .service, seenBy: "whether the service sends anything")
  let title = "audio was sent and nothing came back"
  let why =
    "The symptom that everybody sees. It stands alone only where no cause could be found; then it says what was ruled out and what to run next."
  let clientView = "Audio was sent and not one message came back."
  let serviceView = "Where it is seen, neither the relay nor the service shows a known cause."
  let remedy = """
    Make the other side of the relay visible and run again:

    ```sh
    sttcheck run --relay URL --service-listen 127.0.0.1:9090     # and point the relay's service URL at ws://127.0.0.1:9090
    ```
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The relay did its part: audio and the end of the stream reached the service, and it answered nothing. Check the service's status page, the model and \
    language in the query, and try the service alone with the same clip:

    ```sh
    curl -sS "https://api.deepgram.com/v1/listen?model=nova-3" \\
         -H "Authorization: Token $DEEPGRAM_API_KEY" \\
         -H "Content-Type: audio/wav" --data-binary @clip.wav
    ```
    """
  ]
  let citation = "The mission's symptom: 0 messages, a timeout."

  func check(_ run: RunFacts) -> RuleOutcome {
    let serviceFallsSilent = run.serviceFallsSilent
    return .over(run.sessions) { session in
      guard session.client.isOpen, (session.sentSeconds ?? 0) >= 0.5, !session.interrupted else {
        return .notApplicable("no audio was sent")
      }
      guard session.results.isEmpty else { return .pass }
      guard !session.missedTheEnd else {
        return .notApplicable("the client was not reading when the connection broke: what it was told is lost with it")
      }
      guard session.unreadable.isEmpty else {
        return .inconclusive(
          "\(count(session.unreadable.count, "message")) came that no known shape fits: whether they are results can't be told")
      }
      guard session.stop != nil || session.provokes("close-stream-missing") == false else {
        return .notApplicable("the client never said stop, on purpose")
      }
      // Who hangs up hears nothing of what was still to come.
      guard !session.onlyHangsUp else { return .notApplicable("the client hung up: what was to come after that, nobody can bring it") }
      guard session.stop != nil || session.streamedWhole || session.relayEnded == nil else {
        return .notApplicable("the session ended in mid-stream: that is another symptom")
      }
      guard session.serviceLeaving == nil else { return .notApplicable("the service left before it had said a word: unexpected-close") }
      guard !run.leavings.tell(session) else { return .notApplicable("who leaves after a time left in mid-stream too: unexpected-close") }
      guard session.listenedAfterAudio > .seconds(2) || session.relayEnded != nil else {
        return .inconclusive("the client did not listen long enough")
      }
      guard !serviceFallsSilent || session.lastingSilence == nil else {
        return .notApplicable("the service falls silent in another session too: no-final")
      }
      guard !run.seesServiceHop || !isLeftUnsettled(session) else {
        return .notApplicable("the service heard words and settled none of them: no-final")
      }
      let last = session.client.audio.last
      if let silent = mute(session, run) { return .findings([silent]) }
      return .findings([
        finding(
          session, .suspected, party: .relay, cause: "no cause found from \(run.seesServiceHop ? "both hops" : "the client hop")",
          summary:
            "\(decimal(session.sentSeconds ?? 0, 1)) s of audio were sent and no result came back. \(session.ruledOut(seesServiceHop: run.seesServiceHop))",
          events: [session.client.audio.first?.event ?? 0, last?.event ?? 0, session.relayEnded?.event ?? session.expiredWait?.event ?? 0],
          evidence:
            "\(count(session.client.audio.count, "audio message")) sent, 0 results in \(seconds(session.listenedAfterAudio)) of listening after them",
          remedy: run.seesServiceHop
            ? "Both hops are in the recording: `sttcheck frames RECORDING` shows what reached the relay and what left it." : nil,
          alternatives: session.next(run))
      ])
    }
  }

  /// A service that heard words, and sent no final of any: a relay that passes finals on only had none.
  private func isLeftUnsettled(_ session: SessionFacts) -> Bool {
    session.services.allSatisfy { $0.finals.allSatisfy(\.value.text.isEmpty) }
      && session.services.contains { ServiceMessages(session, $0).unsettled != nil }
  }

  /// A service that took the audio and its end, and settled nothing of it, not even by a Metadata.
  private func mute(_ session: SessionFacts, _ run: RunFacts) -> Finding? {
    guard run.seesServiceHop, let service = session.service, service.isOpen, service.serviceGoodbye == nil,
      service.metadata == nil, service.finals.allSatisfy(\.value.text.isEmpty),
      let audio = service.audio.last, let end = service.endOfAudio(after: audio.at),
      service.messages.last.map({ $0.at < end.at }) ?? true, session.lastEventAt - end.at > .seconds(5)
    else { return nil }
    let last = service.messages.last
    return finding(
      session, .proven, party: .service, cause: last == nil ? "the service says nothing" : "the service falls silent",
      summary: sentence(
        "\(decimal(session.sentSeconds ?? 0, 1)) s of audio and the end of the stream reached the service, and in the ",
        "\(seconds(session.lastEventAt - end.at)) after that it sent no message and no Close.",
        last == nil ? "" : " Until then it had sent no final with a word."),
      events: [audio.event, end.event, session.expiredWait?.event ?? 0],
      evidence: sentence(
        "on the service hop: end of the audio at \(seconds(end.at)), ",
        last.map { "last message of the service's at \(seconds($0.at))" } ?? "nothing from the service"))
  }

  let examples: [RuleExample] = [
    .fires(
      "the service says nothing", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
      ↓ 2.13      service → CloseStream
        14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "silence", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s chunk=2000
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      """),
    .fires(
      "Metadata came and nothing was decoded", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s chunk=2000
        2.12      client  → text "stop"
        2.31      client  ← metadata duration=0 channels=0 sha256=abc
      ↓ 2.32      client  ← close 1000
      """),
    .silent(
      "the service settles nothing of what it heard, and its relay passes finals on only", alsoShows: ["no-final"],
      """
      \(Opening.bothHops())
        1.20      service ← results "tell me" interim start=0 duration=1
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.30      service ← metadata duration=2.0 sha256=abc
        2.31      service ← close 1000
        2.32      client  ← close 1000
      """),
    .silent(
      "messages of a shape of their own are not silence", alsoShows: ["unexplained"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        1.00      client  ← message "[1,2,3]"
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      """),
    .silent(
      "the client was not reading when the connection broke", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops("slow-reader"))
        0.09      note step "stop reading"
        1.00      service ← close 1011
        2.12      client  → text "stop"
        2.20      client  end rst by=relay
      """),
    .silent(
      "left behind its stop, as another was in mid-stream after the same time", alsoShows: ["unexpected-close"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← close 1001
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-12.29 client  → audio 2.2s
        11.20       client  ← results "tell me" interim
        12.30       client  ← close 1001
      """),
  ]
}
