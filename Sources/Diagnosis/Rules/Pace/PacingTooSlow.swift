internal import Timeline

/// Audio goes out slower than it was spoken.
struct PacingTooSlow: Rule {
  let id = "pacing-too-slow"
  let group = RuleGroup.pace
  let severity = Severity.warning
  let covers: [Subject] = [.of(.audioPace, .late)]
  let title = "audio is sent slower than real time, and falls further and further behind"
  let why = """
    A fixed sleep per chunk always sleeps a little longer than the chunk lasts: 25 ms for 23.2 ms of audio is 8 % too slow, five seconds behind after a minute. \
    Results fall behind by as much, and a backlog grows wherever the audio waits.
    """
  let clientView = """
    Where the client dawdles: its own send rate, measured, stays below real time. Otherwise results that fall further and further \
    behind.
    """
  let serviceView = "Audio arrives slower than real time for long, although the client kept the pace."
  let remedy = """
    Send against an absolute clock, and not with a fixed sleep, which always lasts a little longer than it should:

    ```python
    start = time.monotonic()
    for i, chunk in enumerate(chunks):                       # 1024 samples at 44100 Hz = 23.2 ms
        await asyncio.sleep(max(0, start + i * 1024 / 44100 - time.monotonic()))
        await ws.send(chunk)
    ```

    ```js
    const start = performance.now();
    for (const [i, chunk] of chunks.entries()) {               // 1024 samples at 44100 Hz = 23.2 ms
      const wait = start + (i * 1024 * 1000) / 44100 - performance.now();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      ws.send(chunk);
    }
    ```
    """
  let otherRemedies: [Party: String] = [
    .relay: """
    A relay does not sleep: its client keeps the pace already, and each pause per chunk adds up. Pass each one on when it comes:

    ```python
    while (message := await client.receive())["type"] == "websocket.receive":
        if chunk := message.get("bytes"):
            await service.send(chunk)          # at once: no sleep, no list of chunks
    ```

    ```js
    client.on("message", (data, isBinary) => {
      if (isBinary) service.send(data);        // at once: no timer, no array of chunks
    });
    ```
    """
  ]
  let citation = "Deepgram live API: audio at real time; measured: a fixed sleep drifts by 0.3 s in 10 s on an idle machine."
  let restsOnTiming = true
  private let limit = 1.05

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let client = session.clientPace else { return .notApplicable("too little audio was sent") }
      let clientIsSlow = isSlow(client)
      if clientIsSlow, !session.isScheduled || meansTo(session) { return .findings([slow(session, client, .client)]) }
      // Where some of the audio never arrives, what does arrive takes longer: that is another fault.
      guard let service = session.servicePace, (session.arrivedShare ?? 0) > 0.97 else {
        return clientIsSlow ? .inconclusive("the client was held up") : .pass
      }
      // A network that is too narrow looks the same, but does not keep time: a sleep does, message after message.
      guard isSlow(service), service.lag > client.lag + 0.3, !clientIsSlow else {
        return clientIsSlow ? .pass : session.audioGrowth.map { .findings([drifting(session, service, $0)]) } ?? .pass
      }
      return .findings([slow(session, service, .relay)])
    }
  }

  /// By the times at which its audio was due: a client that is only held up is late on a good schedule.
  private func meansTo(_ session: SessionFacts) -> Bool {
    guard let audio = session.info.audio else { return false }
    let due = Series(
      session.clientSound.pieces.map { piece in
        var due = piece
        due.at = piece.scheduled ?? piece.at
        return due
      })
    return PaceFigures(due, bytesPerSecond: audio.bytesPerSecond).map(isSlow) ?? false
  }

  private func isSlow(_ pace: PaceFigures) -> Bool {
    pace.ratio > limit && min(pace.lag, pace.lagOfWhole) > max(0.25, 0.04 * pace.audioSeconds)
  }

  private func slow(_ session: SessionFacts, _ pace: PaceFigures, _ party: Party) -> Finding {
    let chunk = pace.chunk.p50
    let each = Double(chunk) / 1e9 * pace.ratio
    return finding(
      session, .proven, party: party, cause: "audio sent at \(decimal(1 / pace.ratio, 2))× real time by the \(party.rawValue)",
      summary: sentence(
        "A chunk holds \(seconds(chunk)) of audio and the next one follows after \(seconds(each)): ",
        "after \(decimal(pace.audioSeconds, 1)) s of audio the \(party.rawValue) is \(seconds(pace.lag)) behind."),
      events: [pace.firstEvent, pace.lastEvent],
      evidence: "median over \(pace.count) messages: \(decimal(pace.ratio, 2)) s for each second of audio")
  }

  /// Too little to be heard yet, and more with each second.
  private func drifting(_ session: SessionFacts, _ pace: PaceFigures, _ growth: Growth) -> Finding {
    finding(
      session, .proven, party: .relay, cause: "audio gets later in the relay, by \(growth.rate)",
      summary: sentence(
        "From the client to the service audio takes longer and longer, by \(growth.text). Nothing is lost yet: what waits in the relay grows ",
        "for as long as the session lasts."),
      events: [pace.firstEvent, pace.lastEvent],
      evidence: "slope of the audio's delay across the relay: \(growth.rate), n = \(growth.count)")
  }

  let examples: [RuleExample] = [
    .fires(
      "a client that sleeps 35 ms after each 23 ms", .proven,
      """
      session baseline audio=linear16/44100/1 seconds=2.5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-3.85 client  → audio 2.5s chunk=23
        3.90      client  → text "stop"
      """),
    .fires(
      "a relay that sleeps before it passes on", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
      ↓ 0.11-6.11 service → audio 4.0s
      """),
    .fires(
      "a relay that drifts by half a second in a minute", .proven,
      """
      run service-hop=simulated
      session long-talk audio=linear16/16000/1 seconds=60 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-60.10 client  → audio 60.0s chunk=100
      ↓ 0.11-60.61 service → audio 60.0s chunk=100
      """),
    .silent(
      "real time, with a pause",
      """
      session stall audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        9.10-11.0 client  → audio 2.0s
        11.1      client  → text "stop"
      """),
    .silent(
      "a client with a schedule that the relay holds up",
      """
      session baseline audio=linear16/16000/1 seconds=2.5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.60 client  → audio 0.5s late=1
        0.80-1.30 client  → audio 0.5s late=200
        1.50-2.00 client  → audio 0.5s late=400
        2.20-2.70 client  → audio 0.5s late=600
        2.90-3.40 client  → audio 0.5s late=800
        3.90      client  → text "stop"
      """),
  ]
}
