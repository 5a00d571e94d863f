internal import Audio
internal import Speech
internal import Timeline

/// A raw encoding is declared and a container is sent: at best a click, at worst nothing but noise.
struct RawDeclaredForContainerAudio: Rule {
  let id = "raw-declared-for-container-audio"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let covers: [Subject] = [.of(.declared)]
  let isExperiment = true
  let hypothesis: HypothesisWords? = HypothesisWords("raw audio declared for WAV", seenBy: "the query and the first bytes")
  let title = "a raw encoding is declared, a container (WAV, WebM, Ogg …) is sent"
  let why = """
    With `encoding` in the query the service takes every byte for a sample. A RIFF header is then 44 bytes of click: harmless while its rate, \
    channels and width agree with the declaration (a notice). Where they differ, or the bytes are compressed, the transcript is empty or garbled and \
    Metadata.duration is not the length of the audio.
    """
  let clientView = "Empty or garbled results and a Metadata.duration that is off, while the raw form of the same clip works."
  let serviceView = "`encoding` stands in the query, and the first bytes are a container's header (RIFF, EBML, OggS …)."
  let remedy = """
    Let the container speak for itself, or take it off. Either declare nothing:

    ```python
    # no encoding, no sample_rate, no channels
    url = "wss://api.deepgram.com/v1/listen?interim_results=true"
    ```

    ```js
    const url = "wss://api.deepgram.com/v1/listen?interim_results=true";
    const service = new WebSocket(url, { headers });
    ```

    or read the header, declare what it says, and forward only the samples:

    ```python
    with wave.open(clip) as w:
        query = {"encoding": "linear16", "sample_rate": w.getframerate(),
                 "channels": w.getnchannels()}
        pcm = w.readframes(w.getnframes())
    ```
    """
  let citation = "Deepgram live API: containers must carry no encoding and no sample_rate; the header is read from the first bytes."

  func check(_ run: RunFacts) -> RuleOutcome {
    if run.seesServiceHop { return .over(run.sessions, onServiceHop) }
    let rawIsOffToo = run.sessions.contains { !$0.sentWAV && isOff($0.durationRatio) }
    guard !rawIsOffToo else { return .notApplicable("raw audio shows the same: the container makes no difference") }
    return .over(run.sessions, fromClientHop)
  }

  private func isOff(_ ratio: Double?) -> Bool { ratio.map { abs($0 - 1) > 0.03 } ?? false }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, service.audioBytes.count >= 320 else {
      return .notApplicable("no audio reached the service")
    }
    let declared = DeclaredAudio(service)
    guard declared.isRawEncoding else { return .notApplicable("no raw encoding is declared") }
    guard declared.firstBytes.isContainer else { return .pass }
    let events = [service.request?.event ?? 0, service.audio.first?.event ?? 0]
    guard case .found(let header) = WAVHeader.scan(Array(service.audioBytes.prefix(4096))), let format = header.format else {
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "\(declared.text) declared, a container sent",
          summary: "The relay declared \(declared.text), and the audio that follows begins like \(declared.firstBytes).", events: events,
          evidence: "first audio bytes: \(service.firstBytesText)")
      ])
    }
    let sent = "WAV (\(format.encoding.rawValue), \(format.sampleRate) Hz, \(count(format.channels, "channel")))"
    let agrees =
      declared.encoding == format.encoding.rawValue && (declared.sampleRate ?? format.sampleRate) == format.sampleRate
      && (declared.channels ?? 1) == format.channels
    guard !agrees else {
      return .findings([
        finding(
          session, .proven, severity: .notice, party: session.sentWAV ? .client : .relay, cause: "a WAV header inside raw audio",
          summary:
            "The relay declared \(declared.text) and a RIFF header that agrees with it went first: 44 bytes of click, otherwise harmless.",
          events: events, evidence: "first audio bytes: \(service.firstBytesText) (\"RIFF\")")
      ])
    }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "\(declared.text) declared, \(sent) sent",
        summary:
          "The relay opened the service with \(declared.text), and what it forwards is \(sent): every byte is taken for a sample that it is not.",
        events: events,
        evidence: "query: \(declared.text); first audio bytes: \(service.firstBytesText) (\"RIFF\"), its header says \(sent)")
    ])
  }

  /// A service that read the header would count the right duration.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard session.sentWAV else { return .notApplicable("no container is sent") }
    guard let ratio = session.durationRatio, let metadata = session.metadata, let sent = session.sentSeconds else {
      return .inconclusive("without a forwarded Metadata the declaration can't be seen from the client hop")
    }
    guard abs(ratio - 1) > 0.03 else { return .pass }
    let rate = Int((Double(session.info.audio?.sampleRate ?? 0) / ratio).rounded())
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "raw audio declared, WAV sent",
        summary: sentence(
          "\(seconds(sent)) of WAV audio were sent and the service counted \(seconds(sent * ratio)): it did not read the header, ",
          "but took the bytes for raw audio of another format (as if at about \(rate) Hz)."),
        events: [session.client.audio.first?.event ?? 0, metadata.event],
        evidence:
          "sent \(decimal(sent, 2)) s behind a RIFF header; Metadata.duration is \(decimal(sent * ratio, 2)) s (×\(decimal(ratio, 3)))",
        alternatives: [
          Alternative(
            rule: "sample-rate-mismatch",
            separateBy:
              .first(
                .look("play a scenario with `format: profile` (raw PCM): if the duration is off there too, it is the declared rate alone"),
                or: seeServiceHop("the query"))
          )
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "linear16 at 16 kHz declared, WAV at 44.1 kHz sent", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s wav
        0.11-2.11 service → audio 2.0s wav
      """),
    .fires(
      "from the client hop: the duration is that of another format", .suspected,
      """
      session baseline audio=linear16/44100/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s wav
        2.12      client  → text "stop"
      ↓ 2.21      client  ← metadata duration=5.5125 sha256=abc
        2.23      client  ← close 1000
      """),
    .fires(
      "a header that agrees is worth a notice", .proven,
      """
      run service-hop=simulated
      session x audio=linear16/16000/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s wav
      ↓ 0.11-2.11 service → audio 2.0s wav
      """),
    .silent(
      "raw declared, raw sent", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
    .silent(
      "from the client hop: WAV with the right duration", alsoShows: ["audio-undecodable"],
      """
      session baseline audio=linear16/44100/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s wav
        2.12      client  → text "stop"
        2.21      client  ← metadata duration=2.0005 sha256=abc
        2.23      client  ← close 1000
      """),
  ]
}
