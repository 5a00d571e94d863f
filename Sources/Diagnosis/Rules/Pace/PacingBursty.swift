internal import Timeline

/// Real time on average, in bursts.
struct PacingBursty: Rule {
  let id = "pacing-bursty"
  let group = RuleGroup.pace
  let severity = Severity.warning
  let covers: [Subject] = [.of(.audioPace)]
  let isExperiment = true
  let title = "audio is sent in bursts of more than a quarter of a second"
  let why = """
    On average the pace is right; the service, though, hears nothing and then a second at once. Interim results come in the same rhythm, endpointing sees pauses \
    that nobody made, and whatever limits the rate on the way sees a sender that is too fast.
    """
  let clientView = "Where the client sends in bursts: its own sends, measured. Otherwise results that come in the rhythm of the bursts."
  let serviceView = "Pauses, then more than a quarter of a second of audio at once, although the client sent evenly."
  let remedy = """
    Pass chunks on one by one as they come, and do not collect them for a timer or a full buffer:

    ```python
    while (message := await client.receive())["type"] == "websocket.receive":
        if chunk := message.get("bytes"):
            await service.send(chunk)          # not: buffer += chunk; every second: send(buffer)
    ```

    ```js
    client.on("message", (data, isBinary) => {
      if (isBinary) service.send(data);            // not: chunks.push(data), and a setInterval that sends them
    });
    ```
    """
  let otherRemedies: [Party: String] = [
    .client: """
    Send each chunk when its audio would have been spoken, and not a second's worth when a timer fires:

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
  ]
  let citation = "Deepgram live API: chunks of 20 to 250 ms, at real time."
  let restsOnTiming = true
  /// Audio ahead of an even pace: the quarter of a second less one short chunk, and above what a jittery network piles up.
  private let limit = 0.23

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let client = session.clientPace else { return .notApplicable("too little audio was sent") }
      guard client.ratio < 1.5 || !client.bursts(above: limit).isEmpty else { return .notApplicable("the client sends too slowly") }
      let own = client.bursts(above: limit)
      if !own.isEmpty, isRealTime(session.clientSound.pieces, session.info.audio?.bytesPerSecond) {
        return .findings([bursty(session, client, own, .client, client)])
      }
      guard own.isEmpty, let service = session.servicePace, let carried = session.service else { return .pass }
      // What comes in one message of the client's goes on together.
      let passedOn = service.bursts(above: max(limit, client.chunk.p50.seconds * 1.2))
      guard !passedOn.isEmpty, isRealTime(session.sound(on: carried), session.arrivingBytesPerSecond) else {
        return .pass
      }
      return .findings([bursty(session, service, passedOn, .relay, client)])
    }
  }

  /// What is too fast on the whole is another matter.
  private func isRealTime(_ pieces: Series<HopFacts.AudioPiece>, _ bytesPerSecond: Int?) -> Bool {
    guard let bytesPerSecond, let first = pieces.first, let last = pieces.last else { return false }
    let span = (last.at - first.at).seconds
    let length = Double(pieces.dropLast().reduce(0) { $0 + $1.bytes }) / Double(max(1, bytesPerSecond))
    // Whole bursts: the first comes at once, so that the span is shorter by one of them.
    let burst = PaceFigures(pieces, bytesPerSecond: bytesPerSecond)?.bursts.map(\.audio).max() ?? 0
    return span > 0 && (length - burst) / span < 1.25
  }

  private func bursty(
    _ session: SessionFacts, _ pace: PaceFigures, _ bursts: [PaceFigures.Burst], _ party: Party, _ client: PaceFigures
  ) -> Finding {
    let largest = bursts.max { $0.audio < $1.audio } ?? bursts[0]
    let others = party == .relay ? session.bySlowWay : []
    return finding(
      session, others.isEmpty ? .proven : .suspected, party: party,
      cause: "audio sent in bursts of \(seconds(largest.audio)) by the \(party.rawValue)",
      summary: sentence(
        "\(count(bursts.count, "burst")) of up to \(seconds(largest.audio)) of audio",
        party == .relay ? ", although the client sends evenly in chunks of \(seconds(client.chunk.p50))." : ".",
        " The longest time without any is \(seconds(pace.longestGap))."),
      events: [bursts[0].first, bursts[0].last, largest.last],
      evidence:
        "\(bursts.count) of \(pace.bursts.count) bursts are more than 250 ms ahead, in \(decimal(pace.audioSeconds, 1)) s of audio, n = \(pace.count)",
      alternatives: others)
  }

  let examples: [RuleExample] = [
    .silent(
      "the client's own long messages, cut into short ones",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2.4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.30-2.40 client  → audio 2.4s chunk=300
        0.31-0.32 service → audio 0.3s from=0 chunk=40
        0.61-0.62 service → audio 0.3s from=0.3 chunk=40
        0.91-0.92 service → audio 0.3s from=0.6 chunk=40
        1.21-1.22 service → audio 0.3s from=0.9 chunk=40
        1.51-1.52 service → audio 0.3s from=1.2 chunk=40
        1.81-1.82 service → audio 0.3s from=1.5 chunk=40
        2.11-2.12 service → audio 0.3s from=1.8 chunk=40
        2.41-2.42 service → audio 0.3s from=2.1 chunk=40
        2.43      client  → text "stop"
        2.44      service → CloseStream
      """),
    .fires(
      "a client that collects a second", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 1.10      client  → audio 1.0s
        2.10      client  → audio 1.0s
        3.10      client  → audio 1.0s
        3.12      client  → text "stop"
      """),
    .fires(
      "a relay that collects half a second", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 0.60      service → audio 0.5s
        1.10      service → audio 0.5s
        1.60      service → audio 0.5s
        2.10      service → audio 0.5s
      """),
    .silent(
      "one hiccup of the network", alsoShows: ["audio-duplicated", "close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.00 client  → audio 4.0s
        0.11-2.01 service → audio 2.0s
        2.71      service → audio 0.6s
        2.81-4.11 service → audio 1.4s
      """),
    .silent(
      "too fast on the whole, with hiccups: nothing waits for what runs ahead", alsoShows: ["pacing-too-fast"],
      """
      session hurried audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.35 client  → audio 1.0s
        0.40-0.90 client  → audio 2.0s
        0.96-1.20 client  → audio 1.0s
        1.22      client  → text "stop"
      """),
    .silent(
      "two chunks of 100 ms at a time, as a busy event loop sends them",
      """
      session baseline audio=linear16/16000/1 seconds=1 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.30      client  → audio 0.2s
        0.50      client  → audio 0.2s
        0.70      client  → audio 0.2s
        0.90      client  → audio 0.2s
        1.10      client  → audio 0.2s
        1.12      client  → text "stop"
      """),
  ]
}
