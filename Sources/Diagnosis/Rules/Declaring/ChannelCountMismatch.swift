internal import Audio
internal import Speech
internal import Timeline

/// Another number of channels is declared than the audio has.
struct ChannelCountMismatch: Rule {
  let id = "channel-count-mismatch"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let covers: [Subject] = [.of(.declared)]
  let hypothesis: HypothesisWords? = HypothesisWords(
    "another number of channels declared than sent", seenBy: "the channels that the relay declares", of: .raw)
  let title = "the declared number of channels is not that of the audio"
  let why = """
    Samples of all channels follow each other. Stereo declared as mono is heard at half speed, mono declared as stereo at double speed and torn in two: \
    the transcript is empty or garbled, no error comes, and Metadata.duration is doubled or halved. `channels` is 1 where the query does not say.
    """
  let clientView = "Metadata.duration is twice or half the length of the audio sent; the transcript is empty or garbled."
  let serviceView = "`channels` in the query (1 where it is absent) is another number than the audio has."
  func remedy(declaring declared: DeclarationCode) -> String {
    """
    Declare the channels that the client sends, or mix them down before forwarding:

    ```python
    query = \(declared.python(channels: "channels"))

    samples = numpy.frombuffer(chunk, "<i2").reshape(-1, 2)      # or: stereo to mono
    await service.send(samples.mean(axis=1).astype("<i2").tobytes())
    ```

    ```js
    const format = \(declared.javaScript(channels: "channels"));
    const query = new URLSearchParams(format);
    ```
    """
  }
  let citation = "Deepgram live API: channels (default 1) is read with encoding; samples are interleaved."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { run.seesServiceHop ? onServiceHop($0) : fromClientHop($0, run) }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let carriage = session.carriage else {
      return .notApplicable("no audio of this session reached the service")
    }
    let declared = DeclaredAudio(service)
    guard declared.isRawEncoding, carriage.service.headerLength == 0 else { return .notApplicable("no raw format is declared") }
    guard let arriving = carriage.arrivingFormat else {
      return .inconclusive("the relay sends other bytes than it got, and what they are can't be told")
    }
    let channels = declared.channels ?? 1
    guard channels != arriving.channels else { return .pass }
    let byClient = session.client.parameter("channels").flatMap(Int.init) == channels
    let how = declared.channels == nil ? "no channels in the query, which counts as 1," : "channels=\(channels)"
    return .findings([
      finding(
        session, .proven, party: byClient ? .client : .relay,
        cause: "channels=\(channels) declared for audio of \(count(arriving.channels, "channel"))",
        summary: sentence(
          "The relay opened the service with \(declared.text), and what it sends has \(count(arriving.channels, "channel")): ",
          "the service reads \(channels > arriving.channels ? "one channel as several" : "several channels as one")."),
        events: [service.request?.event ?? 0, service.audio.first?.event ?? 0],
        evidence: sentence(
          "query: \(how); ",
          carriage.comparison.isOwnBytes
            ? "the bytes are the client's own, of \(count(arriving.channels, "channel"))"
            : "what arrives sounds like the client's audio with \(count(arriving.channels, "channel")) only"))
    ])
  }

  /// The number of channels that must have been declared, where the Metadata's own count and its duration agree on another than the client's.
  static func channels(_ session: SessionFacts) -> Int? {
    guard let audio = session.info.audio, let ratio = session.durationRatio, let channels = session.metadata?.value.channels,
      channels > 0, channels != audio.channels, abs(ratio * Double(channels) / Double(audio.channels) - 1) < 0.015
    else { return nil }
    return channels
  }

  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard !session.sentWAV else { return .notApplicable("the client sends a container") }
    if let doubt = run.counts.doubt(on: session) { return .inconclusive(doubt) }
    guard let audio = session.info.audio, let ratio = session.durationRatio, let metadata = session.metadata else {
      return .inconclusive("without a forwarded Metadata the declared channels can't be seen from the client hop")
    }
    guard let channels = Self.channels(session) else { return .pass }
    // The bytes are the client's: nothing but the declaration can have changed how long they last. Who writes the Metadata anew may have written
    // another number into it, beside another declaration.
    let isWhole = session.hash?.isWhole == true
    let isSure = isWhole && session.client.isMetadataAsWritten
    let others = isWhole ? ["encoding-mismatch"] : ["sample-rate-mismatch", "encoding-mismatch", "audio-lost"]
    return .findings([
      finding(
        session, isSure ? .inferred : .suspected, party: .relay,
        cause: "channels=\(channels) declared for audio of \(count(audio.channels, "channel"))",
        summary: sentence(
          "The service counted \(count(channels, "channel")) and \(decimal(ratio, 2)) times the length of what was sent: ",
          "the client's \(count(audio.channels, "channel")) were declared as \(channels)."),
        events: [session.client.audio.first?.event ?? 0, metadata.event],
        evidence: sentence(
          "Metadata.channels is \(channels), Metadata.duration ÷ seconds sent = \(decimal(ratio, 3))",
          isWhole ? "; its sha256 is that of the bytes sent" : ""),
        alternatives: isSure ? [] : others.map { Alternative(rule: $0, separateBy: seeServiceHop("the query and the bytes")) })
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "stereo, and no channels in the query", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/2 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
      """),
    .fires(
      "from the client hop: two channels counted, half the length", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.21      client  ← metadata duration=1.0 channels=2 sha256=604dd74a1d36055c0f287f8cadcc8fd809068141db77a7953f70a478a19f20cf
        2.23      client  ← close 1000
      """),
    .fires(
      "from the client hop: the same without a hash that fits", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.21      client  ← metadata duration=1.0 channels=2 sha256=abc
        2.23      client  ← close 1000
      """),
    .silent(
      "mixed down to mono, and declared so", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/2 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-4.00 client  → audio 4.0s
        0.11-4.01 service → audio 4.0s as=linear16/16000/1
      """),
    .silent(
      "from the client hop: mixed down, so one channel of the right length", alsoShows: ["no-messages"],
      """
      session baseline audio=linear16/16000/2 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.21      client  ← metadata duration=2.0 channels=1 sha256=abc
        2.23      client  ← close 1000
      """),
  ]
}

extension ChannelCountMismatch: DeclaringRemedy {}
