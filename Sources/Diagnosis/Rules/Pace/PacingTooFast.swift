internal import Audio
internal import Speech
internal import Timeline

/// Audio goes out faster than it was spoken.
struct PacingTooFast: Rule {
  let id = "pacing-too-fast"
  let group = RuleGroup.pace
  let severity = Severity.error
  let covers: [Subject] = [.of(.audioPace)]
  let isExperiment = true
  let question: ChecklistItem.Question? = .paceRealTime
  let title = "audio is sent faster than 1.25× real time"
  let why = """
    The live service reads at most 1.25 seconds of audio per second. Beyond it results fall behind or are lost, and no error is documented. \
    The usual reason is a fixed sleep that is shorter than the audio in a chunk, or no sleep at all.
    """
  let clientView = """
    Where the client hurries: its own send rate, measured, is above 1.25× real time. Otherwise only that results lag further and \
    further behind.
    """
  let serviceView = "More than 1.25 seconds of audio arrive per second, over a longer stretch than a start-up needs."
  let remedy = """
    Send each chunk when its audio would have been spoken: against an absolute clock, not with a fixed sleep:

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
    A relay has no pace of its own: pass each chunk on when it comes, and let nothing pile up that has to be caught up with:

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
  let citation = "Deepgram live API: at most 1.25× real time; pace against an absolute clock."
  let restsOnTiming = true
  private let limit = 1.25

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let audio = session.info.audio else { return .notApplicable("nothing is streamed") }
      guard let sent = Pace(session.clientSound.pieces, bytesPerSecond: audio.bytesPerSecond, useSchedule: true) else {
        return .notApplicable("less than a second of audio was sent")
      }
      if sent.factor > limit, !isAheadByBurst(sent, session.clientPace), !isOneBurst(sent, session) {
        return .findings([tooFast(session, sent, party: .client)])
      }
      return relayHop(session, client: sent)
    }
  }

  /// Who sends in bursts is ahead by one of them, which tells in a short stream: pacing-bursty looks at it.
  private func isAheadByBurst(_ sent: Pace, _ rhythm: PaceFigures?) -> Bool {
    guard sent.factor.isFinite, let burst = rhythm?.bursts(above: 0.15).map(\.audio).max() else { return false }
    return (sent.audioSeconds - burst) * sent.factor < limit * sent.audioSeconds
  }

  /// So little, and behind a wait as long: it was spoken while the client waited, and is one burst.
  private func isOneBurst(_ sent: Pace, _ session: SessionFacts) -> Bool {
    guard sent.audioSeconds < 2, let opened = session.client.response, let first = session.client.audio.first else { return false }
    return (first.at - opened.at).seconds > 0.9 * sent.audioSeconds
  }

  /// The relay is to blame only where its client kept to the pace and the relay, all along, does not.
  private func relayHop(_ session: SessionFacts, client: Pace) -> RuleOutcome {
    guard let service = session.service, let arriving = session.arrivingBytesPerSecond, let share = session.arrivedShare, share >= 0.5,
      let clientLast = session.client.audio.last
    else { return .pass }
    let heard = session.sound(on: service)
    guard let first = heard.first else { return .pass }
    guard first.at < clientLast.at - .seconds(1) else {
      return .inconclusive("the relay held the audio back until its client was done: that is not a question of pace")
    }
    let opened = session.service?.response?.at ?? first.at
    if let begun = session.client.audio.first, opened - begun.at > .seconds(0.5), client.factor < limit {
      return .notApplicable("the service hop opened \(seconds(opened - begun.at)) late, and the relay catches up")
    }
    // What piled up while the service hop opened is rightly sent at once: leave out the first messages that came within 250 ms. Where the hop was
    // open all along, nothing had to pile up, and a second of audio is more than a moment's.
    let held = session.client.audio.first.map { first.at - max($0.at, opened) } ?? 0
    let atOnce = heard.prefix { $0.at < first.at + .milliseconds(250) }
    let isPoured = held >= .seconds(1) && atOnce.reduce(0) { $0 + $1.bytes } >= arriving
    let later = isPoured ? heard[...] : heard.dropFirst(atOnce.count)
    guard let forwarded = Pace(Series(later), bytesPerSecond: arriving), forwarded.audioSeconds >= 2, forwarded.factor > limit else {
      return .pass
    }
    guard share <= 1.05 || forwarded.factor / share > limit else {
      return .notApplicable("more audio goes out than came in: that is another fault, and the client's own goes at its own pace")
    }
    guard forwarded.factor > client.factor * limit, !isAheadByBurst(forwarded, session.servicePace) else { return .pass }
    return .findings([tooFast(session, forwarded, party: .relay)])
  }

  /// Two tracks come at twice the pace of one.
  private func twoTracks(_ session: SessionFacts, _ pace: Pace) -> Finding? {
    guard (1.7...2.3).contains(pace.factor), !session.client.isSealed, let audio = session.info.audio, audio.channels == 1,
      let encoding = AudioFormat.Encoding(rawValue: audio.encoding), audio.container == nil,
      let mixed = TwoTracks(session.client.audioBytes, pieces: session.client.audio.map(\.bytes), encoding)
    else { return nil }
    let inTurn = mixed == .samples ? "a sample" : "a message"
    return finding(
      session, .proven, party: .client, cause: "two tracks in one stream, at \(decimal(pace.factor, 1))× real time by the client",
      summary: sentence(
        "The client sends two tracks in turn, \(inTurn) of each, in a stream of one channel: \(decimal(pace.audioSeconds, 1)) s of audio at ",
        "\(decimal(pace.factor, 1))× real time, in which no word is whole."),
      events: [pace.firstEvent, pace.lastEvent],
      evidence: sentence(
        "the sound goes on from \(inTurn) to the next but one, and not to the next; ",
        "\(decimal(pace.audioSeconds, 2)) s of audio in \(decimal(pace.audioSeconds / pace.factor, 2)) s"),
      remedy: """
        Send one track, or each in a session of its own; or both as two channels, a sample of each in turn, and say so:

        ```python
        query = {"encoding": "linear16", "sample_rate": rate, "channels": 2, "multichannel": "true"}
        ```

        ```js
        const query = { encoding: "linear16", sample_rate: rate, channels: 2, multichannel: true };
        ```
        """)
  }

  private func tooFast(_ session: SessionFacts, _ pace: Pace, party: Party) -> Finding {
    if party == .client, let mixed = twoTracks(session, pace) { return mixed }
    // What piled up on a way that takes long goes on at once.
    let others = party == .relay ? session.bySlowWay : []
    let factor = pace.factor.isFinite ? "\(decimal(pace.factor, 1))×" : "all at once, not at 1×"
    return finding(
      session, others.isEmpty ? .proven : .suspected, party: party, cause: "audio sent at \(factor) real time by the \(party.rawValue)",
      summary: sentence(
        "The \(party.rawValue) sends \(decimal(pace.audioSeconds, 1)) s of audio at \(factor) real time; the service takes at most 1.25×. ",
        "A chunk holds \(seconds(pace.chunk)) of audio and the next one follows after \(seconds(pace.gap))."),
      events: [pace.firstEvent, pace.lastEvent],
      evidence:
        "from the first to the last audio message: \(decimal(pace.audioSeconds, 2)) s of audio in \(decimal(pace.audioSeconds / pace.factor, 2)) s",
      alternatives: others)
  }

  let examples: [RuleExample] = [
    .fires(
      "a naive client: a fixed sleep of 10 ms for 23 ms of audio", .proven,
      """
      session baseline audio=linear16/44100/1 seconds=2.5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-1.15 client  → audio 2.5s chunk=23
        1.20      client  → text "stop"
      """),
    .fires(
      "the relay sends faster than it is sent to", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=8 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-8.10 client  → audio 8.0s
      ↓ 4.10-8.10 service → audio 8.0s
      """),
    .fires(
      "the relay holds two seconds back although its hop is open, and pours them out in large pieces", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.35-5.10 client  → audio 5.0s chunk=250
      ↓ 2.36-2.42 service → audio 2.0s chunk=250
        2.61-5.11 service → audio 3.0s chunk=250
      """),
    .silent(
      "one burst of what was spoken while the client waited", alsoShows: ["close-stream-missing"],
      """
      session reconnect audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        1.41-1.50 client  → audio 1.4s
        1.52      client  → close 1000
        1.53      client  ← close 1000
      """),
    .silent(
      "what piled up comes out when the stream is over: too late to be heard", alsoShows: ["audio-lost-at-end"],
      """
      \(Opening.bothHops(seconds: 5, audio: 1))
        1.20-5.10 client  → audio 3.9s from=1
        5.12      client  → text "stop"
        5.13      service → CloseStream
        5.30      service ← results "tell" final start=0 duration=1
        5.31      client  ← results "tell" final start=0 duration=1
        5.32-5.33 service → audio 3.9s from=1
        5.34      service ← close 1000
        5.35      client  ← close 1000
      """),
    .silent(
      "real time", alsoShows: ["close-stream-missing"],
      """
      session baseline audio=linear16/44100/1 seconds=2.5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.58 client  → audio 2.5s chunk=23
      """),
    .silent(
      "a relay that catches up once after opening the service hop", alsoShows: ["audio-duplicated", "close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.00      service ← 101
        0.10-4.10 client  → audio 4.0s
        1.00-1.01 service → audio 0.9s
        1.10-4.10 service → audio 3.1s
      """),
    .silent(
      "bursts of a second in a short stream: ahead by one of them",
      """
      session baseline audio=linear16/16000/1 seconds=2.5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.11 client  → audio 1.0s chunk=20
        1.10-1.11 client  → audio 1.0s chunk=20
        1.60-1.61 client  → audio 0.5s chunk=20
        2.60      client  → text "stop"
      """),
  ]
}
