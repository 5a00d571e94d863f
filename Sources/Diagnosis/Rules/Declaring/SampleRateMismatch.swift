internal import Audio
internal import Speech
internal import Timeline

/// Another rate is declared than the audio has.
struct SampleRateMismatch: Rule {
  let id = "sample-rate-mismatch"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let restsOnSound = true
  let covers: [Subject] = [.of(.declared)]
  let hypothesis: HypothesisWords? = HypothesisWords(
    "another sample rate declared than sent", seenBy: "the rate that the relay declares", of: .raw)
  let title = "the declared sample rate is not the rate of the audio"
  let why = """
    A wrong rate raises no error. The service hears speech too fast or too slow: the transcript is empty or wrong, word times are stretched, \
    and Metadata.duration is the true length times real rate over declared rate.
    """
  let clientView = "Metadata.duration is not the length of the audio sent; the transcript is empty or wrong, word times are stretched."
  let serviceView = "`sample_rate` in the query is another rate than that of the audio that the client sent."
  let remedy = """
    Declare the rate that the client really sends (browsers capture at 44100 or 48000 Hz, telephony at 8000), or resample before forwarding:

    ```python
    rate = client_sample_rate              # as the client says it, not a constant
    query = {"encoding": "linear16", "sample_rate": rate, "channels": 1}
    ```

    ```js
    // in a browser audioContext.sampleRate: let the client tell the relay
    const format = { encoding: "linear16", sample_rate: clientRate, channels: 1 };
    const query = new URLSearchParams(format);
    ```
    """
  let citation = "Deepgram live API: raw audio needs encoding and sample_rate as they are; Metadata.duration counts the audio as declared."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0, run) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let audio = session.info.audio,
      service.audioBytes.count >= audio.bytesPerSecond / 4
    else { return .notApplicable("too little audio reached the service") }
    let declared = DeclaredAudio(service)
    guard declared.isRawEncoding, let rate = declared.sampleRate else { return .notApplicable("no raw format with a rate is declared") }
    guard !declared.firstBytes.isContainer else {
      return .notApplicable("a container is sent: raw-declared-for-container-audio looks at it")
    }
    guard let carriage = session.carriage, let arriving = carriage.arrivingFormat else {
      return .inconclusive("the relay sends other bytes than it got, and what they are can't be told")
    }
    guard arriving.sampleRate != rate else { return .pass }
    let isOwn = carriage.comparison.isOwnBytes
    let byClient = isOwn && session.client.parameter("sample_rate").flatMap(Int.init) == rate
    let factor = decimal(Double(max(rate, arriving.sampleRate)) / Double(min(rate, arriving.sampleRate)), 2)
    return .findings([
      finding(
        session, .proven, party: byClient ? .client : .relay, cause: "sample_rate=\(rate) declared for \(arriving.sampleRate) Hz audio",
        summary: sentence(
          "The relay opened the service with \(declared.text) and ",
          isOwn
            ? "forwards, byte for byte, audio of \(arriving.sampleRate) Hz: "
            : "sends audio that it converted to \(arriving.sampleRate) Hz: ",
          "the service hears it \(factor)× too \(rate < arriving.sampleRate ? "slow" : "fast").",
          byClient ? " The client asked for that rate itself, in its URL." : "",
          isOwn && !byClient && run.run.origin.isScripted
            ? " If the relay's clients do send \(rate) Hz, say so in the profile: `audio: { sample_rate: \(rate) }`." : ""),
        events: [service.request?.event ?? 0, service.audio.first?.event ?? 0],
        evidence: sentence(
          "query: \(declared.text); ",
          isOwn
            ? "the bytes are the client's own, sampled at \(arriving.sampleRate) Hz"
            : "what arrives sounds like the client's audio at \(arriving.sampleRate) Hz, and at no other rate"))
    ])
  }

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard !session.sentWAV else { return .notApplicable("the client sends a container") }
    if let doubt = run.counts.doubt(on: session) { return .inconclusive(doubt) }
    guard let audio = session.info.audio, let ratio = session.durationRatio, let metadata = session.metadata, let sent = session.sentSeconds
    else {
      return .inconclusive("without a forwarded Metadata the declared rate can't be seen from the client hop")
    }
    guard abs(ratio - 1) > 0.03 else { return .pass }
    guard !Loss.isHashed(session) else { return .notApplicable("the service's hash is that of the audio without a part of it") }
    guard ChannelCountMismatch.channels(session) == nil else {
      return .notApplicable("the Metadata's channels explain the duration: channel-count-mismatch")
    }
    // The bytes are the client's: nothing but the declaration can have changed how long they last.
    let whole = session.hash?.isWhole == true
    guard let rate = whole ? DeclaredAudio.rate(explaining: ratio, of: audio.sampleRate) : run.declaredRates.rate(of: session) else {
      return .inconclusive(
        sentence(
          "Metadata.duration is \(decimal(ratio, 3))× what was sent, which no usual sample rate explains here and in the other sessions: ",
          "audio may have been lost or repeated"))
    }
    // All words came, and no more is missing than silence: a relay may leave that out, and any length comes of it.
    if !whole, let wer = session.lostWords?.wer, wer <= 0.1, session.lacksSilenceOnly {
      return .inconclusive("silence that a relay leaves out makes the same length")
    }
    // Twice or half as long is also what a wrong width (mulaw for linear16) or channel count makes of it.
    let ambiguous = [0.25, 0.5, 2, 4].contains { abs($0 / ratio - 1) < 0.015 }
    // The Metadata says how many channels were declared.
    let isChannels = metadata.value.channels.map { $0 != audio.channels } ?? true
    let others =
      ambiguous
      ? (isChannels ? ["channel-count-mismatch"] : []) + ["encoding-mismatch"]
      : whole ? [] : [ratio > 1 ? "audio-duplicated" : "audio-lost"]
    return .findings([
      finding(
        session, others.isEmpty ? .inferred : .suspected, party: .relay,
        cause: "sample_rate=\(rate) declared for \(audio.sampleRate) Hz audio",
        summary: sentence(
          "\(decimal(sent, 2)) s of audio at \(audio.sampleRate) Hz were sent and the service counted \(decimal(sent * ratio, 2)) s, ",
          "which is what \(audio.sampleRate) Hz audio lasts when it is taken for \(rate) Hz.",
          whole ? " Its sha256 is that of the bytes sent, so nothing was lost or changed on the way." : ""),
        events: [session.client.audio.first?.event ?? 0, metadata.event],
        evidence:
          "Metadata.duration ÷ seconds sent = \(decimal(ratio, 3)); \(audio.sampleRate) ÷ \(rate) = \(decimal(Double(audio.sampleRate) / Double(rate), 3))",
        alternatives: others.map { Alternative(rule: $0, separateBy: seeServiceHop("the query and the bytes")) })
    ])
  }

  let examples: [RuleExample] = [
    .silent(
      "from the client hop: audio that comes again, in one session by chance as long as another rate would make it",
      alsoShows: ["audio-duplicated"],
      """
      session two-utterances audio=linear16/44100/1 seconds=5.8 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-5.90 client  → audio 5.8s
        5.92      client  → text "stop"
        6.10      client  ← results "tell tell me me more more" final start=0 duration=8
        6.11      client  ← metadata duration=7.99 sha256=0000000000000000000000000000000000000000000000000000000000000000
        6.13      client  ← close 1000
      session baseline audio=linear16/44100/1 seconds=3 stop="stop" transcript="tell me more"
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-13.10 client  → audio 3.0s
        13.12       client  → text "stop"
        13.30       client  ← results "tell tell me me more more" final start=0 duration=3.9
        13.31       client  ← metadata duration=3.9 sha256=0000000000000000000000000000000000000000000000000000000000000000
        13.33       client  ← close 1000
      """),
    .silent(
      "from the client hop: a relay that leaves out silence, by chance as much as another rate would make of it",
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.50 client  → audio 1.4s
        1.50-2.70 client  → audio 1.2s blank
        2.70-4.10 client  → audio 1.4s
        4.12      client  → text "stop"
        4.30      client  ← results "tell me more" final start=0 duration=2.9
        4.31      client  ← metadata duration=2.9 sha256=0000000000000000000000000000000000000000000000000000000000000000
        4.33      client  ← close 1000
      """),
    .fires(
      "16000 in the query, 44100 on the wire", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
    .fires(
      "from the client hop: a duration that only another rate explains", .suspected,
      """
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.21      client  ← metadata duration=5.5125 sha256=abc
        2.23      client  ← close 1000
      """),
    .fires(
      "resampled to 16 kHz, and the old rate still declared", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/8000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=8000&channels=1
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-4.11 service → audio 4.0s as=linear16/16000/1
      """),
    .silent(
      "resampled, and declared so", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=8000&channels=1
        0.04      service ← 101
        0.10-4.10 client  → audio 4.0s
        0.11-4.11 service → audio 4.0s as=linear16/8000/1
      """),
    .silent(
      "declared as it is", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=44100&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
    .silent(
      "a Metadata that a timeout cut short says nothing about the rate", alsoShows: ["close-stream-missing"],
      """
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        12.2      client  ← metadata duration=1.0 sha256=incomplete
        12.3      client  ← close 1011 "net0001"
      """),
    .silent(
      "a duration no rate explains is not blamed on the rate", alsoShows: ["no-messages"],
      """
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.21      client  ← metadata duration=1.6 sha256=abc
        2.23      client  ← close 1000
      """),
  ]
}
