internal import Audio
internal import Speech
internal import Timeline

/// Some of the client's audio reaches the service twice.
struct AudioDuplicated: Rule {
  let id = "audio-duplicated"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .repeated)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio sent twice", seenBy: "the bytes that arrive")
  let title = "audio reaches the service more than once"
  let why = """
    Two listeners on one socket, a retry that sends what had gone out, a buffer that is not emptied: the service hears some of the audio again. \
    Words come twice, word times run behind, Metadata.duration is long.
    """
  let clientView = "Words come twice; Metadata.duration is long and its sha256 differs."
  let serviceView = "Stretches of the client's bytes come twice."
  let remedy = """
    Empty the buffer with what you send, and register one listener only:

    ```python
    chunk, buffer = bytes(buffer), bytearray()     # take it out, then send it
    await service.send(chunk)
    ```

    ```js
    client.removeAllListeners("message");          // before a reconnect adds its own
    ```
    """
  let citation = "Deepgram live API: the transcript and its times are those of the audio that arrives."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let carriage = session.carriage else { return .notApplicable("no audio of this session reached the service") }
    guard !carriage.comparison.unrelated else { return .inconclusive("the relay sends other bytes than it got") }
    let repeated = carriage.comparison.repeated.filter { !carriage.isQuiet(arrived: $0) }
    guard let first = repeated.first, carriage.main == .repeated else { return .pass }
    let length = carriage.seconds(repeated.reduce(0) { $0 + $1.count })
    // Through a converter a few samples that the relay made up may be like some that were sent.
    let isSure = !carriage.comparison.isConverted || length >= 0.1
    return .findings([
      finding(
        session, isSure ? .proven : .suspected, party: .relay,
        cause: "\(seconds(length)) of audio are sent to the service twice",
        summary: sentence(
          "\(count(repeated.count, "piece")) of what the relay sends to the service are bytes of the client that it has sent before ",
          "(\(decimal(carriage.seconds(carriage.comparison.arrived), 1)) s arrive of \(decimal(carriage.seconds(carriage.comparison.sent), 1)) s)."
        ),
        events: repeated.prefix(3).map { carriage.service.piece(at: $0.lowerBound)?.event ?? 0 },
        evidence: "the first repetition is \(first.count) bytes long, at byte \(first.lowerBound) of what arrives",
        alternatives: isSure
          ? []
          : [
            Alternative(
              rule: "audio-altered", separateBy: .look("what the relay puts into its audio: leave the conversion out for a test"))
          ])
    ])
  }

  /// A longer count alone may be silence that a relay puts in: words that come twice are not.
  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    if session.hash?.isWhole == true { return .pass }
    guard let ratio = session.durationRatio, let words = session.lostWords else {
      return .inconclusive("without Metadata and a transcript repeated audio can't be seen from the client hop")
    }
    guard ratio > 1.02, words.added >= 2 || words.wer ?? 0 > 0.15, run.declaredRates.rate(of: session) == nil else {
      return .pass
    }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "audio is sent to the service twice",
        summary:
          "The service counted \(decimal(ratio, 2)) times the audio that was sent, and what came back is not what is said in the clip.",
        events: [session.client.audio.first?.event ?? 0, session.metadata?.event ?? 0],
        evidence: "Metadata.duration ÷ seconds sent = \(decimal(ratio, 3)); its sha256 is not that of the client's audio",
        alternatives: [
          Alternative(rule: "results-duplicated", separateBy: seeServiceHop("whether audio or results come twice")),
          .crossed,
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "every chunk twice", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=1 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-1.00 client  → audio 1.0s chunk=250
        0.11      service → audio 0.25s chunk=250
      ↓ 0.12      service → audio 0.25s chunk=250
        0.36      service → audio 0.25s from=0.25 chunk=250
      ↓ 0.37      service → audio 0.25s from=0.25 chunk=250
        0.60-1.01 service → audio 0.5s from=0.5 chunk=250
        1.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: longer, and words that are not in the clip", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me tell me more" final start=0 duration=2.5
      ↓ 2.31      client  ← metadata duration=2.46 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
    .silent(
      "once each",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: longer by silence that the relay puts in",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0.25 duration=2
        2.31      client  ← metadata duration=2.25 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
  ]
}
