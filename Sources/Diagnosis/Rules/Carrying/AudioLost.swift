internal import Audio
internal import Speech
internal import Timeline

/// Chunks of the client's audio are missing in the middle.
struct AudioLost: Rule {
  let id = "audio-lost"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio lost on the way", seenBy: "which bytes arrive")
  let title = "audio is lost in the relay"
  let why = """
    A bounded queue that drops when it is full, an exception that swallows a chunk, two readers on one socket: some of the client's chunks never reach the service. \
    Words are missing or cut, word times run ahead, and Metadata.duration is short.
    """
  let clientView = "Words are missing or cut; Metadata.duration is short and its sha256 differs."
  let serviceView = "The relay's bytes have gaps where the client's have none."
  let remedy = """
    Send every chunk, in order, from one task; let a slow service slow the client down instead of dropping:

    ```python
    queue = asyncio.Queue(maxsize=64)
    await queue.put(chunk)            # waits; put_nowait drops with QueueFull
    ```

    ```js
    // one listener only; it runs for every message
    client.on("message", (data, isBinary) => isBinary && service.send(data));
    ```
    """
  let citation = "Deepgram live API: the transcript and its times are those of the audio that arrives."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0, run.lostPieces) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts, _ pieces: LostPieces) -> RuleOutcome {
    guard let carriage = session.carriage else { return .notApplicable("no audio of this session reached the service") }
    let compared = carriage.comparison
    if compared.unrelated { return bySound(session, carriage) }
    let leaving = session.serviceLeaving
    let between = carriage.gaps.filter {
      $0.count >= 4 * carriage.sentFormat.frameWidth && !SessionFacts.wentDown(with: leaving, $0, carriage)
    }
    let end = pieces.end(of: session)
    let gaps = between + [end].compactMap { $0 }
    // Relays that leave out silence do it on purpose: nothing that is said is lost, only the times are no longer the client's.
    let isSilence = gaps.allSatisfy { carriage.isQuiet($0) }
    guard let first = gaps.first, isSilence || end != nil || carriage.main == .lost else { return .pass }
    let length = carriage.seconds(gaps.reduce(0) { $0 + $1.count })
    let events = gaps.prefix(3).flatMap { gap -> [Int64] in
      [gap.lowerBound, gap.upperBound].map { carriage.client.piece(at: $0)?.event ?? 0 }
    }
    let places = gaps.prefix(3).map { "\(seconds(carriage.seconds($0.count))) at \(decimal(carriage.seconds($0.lowerBound), 2)) s" }
    return .findings([
      finding(
        session, .proven, severity: isSilence ? .notice : nil, party: .relay,
        cause: isSilence ? "silence is left out" : "\(seconds(length)) of audio never reach the service",
        summary: sentence(
          "\(seconds(length)) of the client's audio, in \(count(gaps.count, "piece")), are not among the bytes that the relay sends to the service",
          isSilence ? "; all of it is silence, so no word is lost, but word times no longer fit the client's audio." : ".",
          Self.fragments(session)),
        events: events,
        evidence: sentence(
          "missing: \(list(places))\(gaps.count > 3 ? " …" : ""); the bytes before and behind arrive; ",
          "first gap from byte \(first.lowerBound) to \(first.upperBound) of the client's audio"))
    ])
  }

  /// What is special about a client whose messages come in several frames.
  private static func fragments(_ session: SessionFacts) -> String {
    guard session.client.fragmented * 2 > session.client.audio.count else { return "" }
    return sentence(
      " This client sends each message in several frames (RFC 6455 §5.4): a relay that takes a frame for a message, or passes over ",
      "continuations, loses all but the first.")
  }

  private func bySound(_ session: SessionFacts, _ carriage: Carriage) -> RuleOutcome {
    guard let sound = carriage.comparison.sound, sound.isAlike else {
      return .inconclusive("the relay sends other bytes than it got, and they can't be laid over the client's audio")
    }
    guard sound.missingBetween > 0.15 else { return .pass }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "\(seconds(sound.missingBetween)) of audio never reach the service",
        summary:
          "The relay converts the audio, and what it sends is \(seconds(sound.missingBetween)) shorter in the middle than what it got.",
        events: [session.client.audio.first?.event ?? 0, session.service?.audio.last?.event ?? 0],
        evidence: "laid over each other by loudness, beginning and end fit, \(seconds(sound.missingBetween)) apart")
    ])
  }

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let loss = run.loss(of: session), case .middle(let length) = loss else { return session.noLoss() }
    if case .withoutMiddle(let gap) = session.hash, session.isInaudible(gap) {
      return .findings([
        session.lost(
          self, loss, severity: .notice, cause: "silence is left out",
          summary:
            "The service counted \(seconds(length)) of audio less than was sent, and its hash is that of the audio without one piece, which is silence.",
          others: [])
      ])
    }
    return .findings([
      session.lost(
        self, loss, cause: "\(seconds(length)) of audio never reach the service",
        summary: sentence(
          "The service counted \(seconds(length)) of audio less than was sent",
          Loss.isHashed(session) ? ", and its hash is that of the audio without one piece." : ", which no sample rate explains.",
          Self.fragments(session)),
        others: ["audio-lost-at-start", "audio-lost-at-end", "sample-rate-mismatch"])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the same moment in each session: in a shorter one it is the end", .proven,
      """
      \(Opening.bothHops(audio: 0))
      ↓ 0.10-2.10 client  → audio 2.0s
        0.11-1.61 service → audio 1.5s
        2.12      client  → text "stop"
        2.13      service → CloseStream
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.02       service → GET /v1/listen?encoding=linear16&sample_rate=16000
        10.04       service ← 101
      ↓ 10.10-14.10 client  → audio 4.0s
        10.11-11.61 service → audio 1.5s
        12.61-14.11 service → audio 1.5s from=2.5
        14.12       client  → text "stop"
        14.13       service → CloseStream
      """),
    .fires(
      "a chunk is dropped now and then", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
      ↓ 0.10-2.00 client  → audio 2.0s
        0.11-0.51 service → audio 0.5s
        0.71-1.21 service → audio 0.6s from=0.6
        1.41-2.01 service → audio 0.7s from=1.3
        2.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: the hash is that of the audio without one piece", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=1.7 sha256=100a14f91937aa658680605de3284626783795d405e1cbb9fcd98528e67d8ea5
        2.33      client  ← close 1000
      """),
    .fires(
      "from the client hop: short by what no rate explains", .suspected,
      """
      session baseline audio=linear16/44100/1 seconds=2 stop="stop" transcript="tell me more about birds"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell birds" final start=0 duration=1.6
      ↓ 2.31      client  ← metadata duration=1.7 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
    .silent(
      "other chunks, the same bytes",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.21-2.01 service → audio 2.0s chunk=250
        2.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: a shorter count with every word there, as of a relay that leaves out silence",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=1.7
        2.31      client  ← metadata duration=1.7 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
    .silent(
      "the client left early", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session hang-up audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-1.91 service → audio 1.9s
        2.01      client  → close 1001
        2.02      service → CloseStream
      """),
  ]
}
