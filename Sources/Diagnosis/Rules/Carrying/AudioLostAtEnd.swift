internal import Audio
internal import Speech
internal import Timeline

/// What the client sent last never reaches the service, though the relay had it.
struct AudioLostAtEnd: Rule {
  let id = "audio-lost-at-end"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .missing), .of(.audio, .moved)]
  let hypothesis: HypothesisWords? = HypothesisWords("the end of the audio was lost", seenBy: "which bytes arrive last")
  let title = "the end of the audio is lost in the relay"
  let why = """
    The relay gathers audio into larger chunks, or works through a queue, and on the client's stop it signals the end before what it still holds has gone out. \
    The last words are missing, and Metadata.duration is short by what was held.
    """
  let clientView = "The last words are missing; Metadata.duration is short."
  let serviceView = "The relay's bytes end earlier in the audio than the client's, and then comes CloseStream."
  let remedy = """
    On the stop: first what is held, then CloseStream, on the same task:

    ```python
    if message == "stop":
        if buffer:
            await service.send(bytes(buffer))       # the tail
            buffer.clear()
        await service.send(json.dumps({"type": "CloseStream"}))
    ```

    ```js
    if (!isBinary && data.toString() === "stop") {
      if (held.length > 0) service.send(Buffer.concat(held.splice(0)));    // the tail
      service.send(JSON.stringify({ type: "CloseStream" }));
    }
    ```

    With a queue between reader and sender, put the stop into the queue too, behind the audio.
    """
  let citation = "Deepgram live API: CloseStream ends the stream; what comes after it is not heard."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0, run) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let carriage = session.carriage else { return .notApplicable("no audio of this session reached the service") }
    if let why = session.cutShort { return .notApplicable(why) }
    guard session.standstill == nil else { return .notApplicable("nothing at all went through any more before the stop") }
    let compared = carriage.comparison
    var length = carriage.seconds(compared.missingAtEnd)
    if compared.unrelated {
      guard let sound = compared.sound, sound.isAlike else {
        return .inconclusive("the relay sends other bytes than it got, and they can't be laid over the client's audio")
      }
      // An outline has steps of 10 ms, and a converter keeps a little back.
      guard sound.missingAtEnd > 0.15 else { return .pass }
      length = sound.missingAtEnd
    }
    guard length > 0 else { return .pass }
    // What is missing of one value over and over may be missing anywhere.
    guard !AudioComparison.isBlank(carriage.client.bytes, 0..<carriage.client.bytes.count) else {
      return .inconclusive("all of the audio is alike: where the missing part belongs can't be told")
    }
    // A queue that drops here and there drops at the end too.
    let between = carriage.seconds(carriage.gaps.reduce(0) { $0 + $1.count })
    guard between < length else { return .notApplicable("more is missing in between: audio-lost") }
    let others = carriage.seconds((compared.moved + compared.repeated + compared.added).reduce(0) { $0 + $1.count })
    guard compared.unrelated || others < 2 * length else {
      return .notApplicable("more is moved, repeated or added: what is missing at the end is what is left of that")
    }
    guard compared.unrelated || compared.missingAtEnd >= 4 * carriage.sentFormat.frameWidth else { return .pass }
    guard run.lostPieces.end(of: session) == nil else {
      return .notApplicable("longer sessions lose audio from the same moment on, and go on behind it: audio-lost")
    }
    let from = carriage.client.bytes.count - Int(length * Double(carriage.sentFormat.bytesPerSecond))
    let last = session.service?.audio.last
    let end = session.streamEnd
    let way = min(session.travel, session.wayOfTheRequest ?? session.travel)
    if let end, let first = carriage.client.piece(at: from), first.at > end.at - way {
      return .notApplicable("the relay had ended its stream before that audio was sent: close-stream-early")
    }
    // Relays that leave out silence do it on purpose.
    let isSilence = !compared.unrelated && carriage.isQuiet(from..<carriage.client.bytes.count)
    // What a relay holds goes with it.
    let hasLeft = run.leavings.tell(session)
    return .findings([
      finding(
        session, hasLeft ? .suspected : .proven, severity: isSilence ? .notice : nil, party: .relay,
        cause: isSilence ? "silence is left out at the end" : "the last \(seconds(length)) of audio never reach the service",
        summary: sentence(
          "The client's last \(seconds(length)) of audio were with the relay before its stop, and are not among the bytes that it sent on ",
          "before it ended its stream to the service", isSilence ? "; all of it is silence, so no word is lost." : "."),
        events: [carriage.client.piece(at: from)?.event ?? 0, session.stop?.event ?? 0, last?.event ?? 0, end?.event ?? 0],
        evidence: sentence(
          "client: \(decimal(carriage.seconds(compared.sent), 2)) s until its stop at \(moment(session.stop?.at)); ",
          "the relay's last audio at \(moment(last?.at)), its end of stream at \(moment(end?.at))"),
        alternatives: hasLeft ? [Self.left] : [])
    ])
  }

  private static let left = Alternative(
    rule: "unexpected-close", separateBy: .look("why the relay leaves after that time: it left a client in mid-stream after the same"))

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let stop = session.stop else { return .notApplicable("the client left before it said that its audio was over") }
    guard session.metadata.map({ $0.event > stop.event }) ?? true else {
      return .notApplicable("the service had said its last before the stop: who ended the stream is another matter")
    }
    guard let loss = run.loss(of: session), case .end(let length) = loss else { return session.noLoss() }
    return .findings([
      session.lost(
        self, loss, cause: "the last \(seconds(length)) of audio never reach the service",
        summary: sentence(
          "The service counted \(seconds(length)) of audio less than was sent, ",
          Loss.isHashed(session)
            ? "and its hash is that of the audio without its end." : "and the last words of the clip did not come back."),
        others: ["audio-lost", "closed-before-final"])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the buffer is not flushed before CloseStream", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.60-1.60 service → audio 1.5s chunk=500
      ↓ 2.12      client  → text "stop"
      ↓ 2.13      service → CloseStream
      """),
    .fires(
      "from the client hop: the hash is that of the audio without its end", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=1.5 sha256=403b296447cd7182cece9f68eb702f46ef4797dafed253d599b4bc7200e27ec6
        2.33      client  ← close 1000
      """),
    .silent(
      "from the client hop: the service was through in the middle of the audio, long before the stop", alsoShows: ["empty-audio-frame"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        1.71      client  ← metadata duration=1.5 sha256=403b296447cd7182cece9f68eb702f46ef4797dafed253d599b4bc7200e27ec6
        2.12      client  → text "stop"
        2.33      client  ← close 1000
      """),
    .silent(
      "gathered into larger chunks, and flushed",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.60-2.12 service → audio 2.0s chunk=300
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .silent(
      "the client vanished with audio in flight", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session vanish audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-1.71 service → audio 1.7s
        2.01      client  end rst by=client
        2.02      service → CloseStream
      """),
    .silent(
      "the service ended the connection first", alsoShows: ["audio-undecodable"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-1.01 service → audio 1.0s
        1.02      service ← close 1011 "net0000"
        1.03      client  ← close 1011 "net0000"
        2.12      client  → text "stop"
      """),
    .silent(
      "all of it is silence: what is missing may be missing anywhere",
      """
      run service-hop=simulated
      session silence-only audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s blank
        0.11-2.01 service → audio 1.5s blank
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .silent(
      "the relay ends its stream in the middle of the audio: what comes behind that has nowhere to go", alsoShows: ["close-stream-early"],
      """
      \(Opening.bothHops(seconds: 4, audio: 1))
        1.15      service → CloseStream
        1.20-4.10 client  → audio 2.9s from=1
        1.41      service ← close 1000
        4.12      client  → text "stop"
        4.20      client  ← close 1000
      """),
    .silent(
      "from the client hop: the last words came, and never became final", alsoShows: ["results-dropped"],
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop" transcript="tell me more about it"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-4.10 client  → audio 4.0s
        2.00      client  ← message "{'transcript':'tell me','is_final':true}"
        4.00      client  ← message "{'transcript':'more about it','is_final':false}"
        4.12      client  → text "stop"
        4.31      client  ← metadata duration=3.2 sha256=0000000000000000000000000000000000000000000000000000000000000000
        4.33      client  ← close 1000
      """),
  ]
}
