internal import Audio
internal import Speech
internal import Timeline

/// Another encoding is declared than the samples have.
struct EncodingMismatch: Rule {
  let id = "encoding-mismatch"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let restsOnSound = true
  let covers: [Subject] = [.of(.declared)]
  let hypothesis: HypothesisWords? = HypothesisWords(
    "another encoding declared than sent", seenBy: "the encoding that the relay declares", of: .raw)
  let title = "the declared encoding is not that of the samples"
  let why = """
    linear16 is signed 16-bit little endian, mulaw and alaw have one byte a sample, linear32 is 32-bit float. Bytes of one taken for another are noise: \
    Results stay empty or are nonsense, and no error comes. The service cannot tell; only the length is sometimes off (×2, ÷2, ×4).
    """
  let clientView = "Results are empty or nonsense; Metadata.duration may be ×2, ÷2 or ×4."
  let serviceView = "`encoding` in the query is not what the bytes are: their levels and their order say so."
  let remedy = """
    Declare what the bytes are. Telephony sends µ-law:

    ```python
    query = {"encoding": "mulaw", "sample_rate": 8000, "channels": 1}     # a telephone's stream, as it is
    ```

    ```js
    const format = { encoding: "mulaw", sample_rate: 8000, channels: 1 };
    const query = new URLSearchParams(format);
    ```

    or convert them to what is declared. Browsers give floats; linear16 is 16-bit samples, the lower byte first:

    ```js
    // Float32Array of the Web Audio API → linear16, little endian
    const view = new DataView(new ArrayBuffer(samples.length * 2));
    samples.forEach((sample, i) => {
      const level = Math.max(-1, Math.min(1, sample));
      view.setInt16(i * 2, level * 32767, true);      // true: little endian
    });
    socket.send(view.buffer);
    ```
    """
  let citation = "Deepgram live API: encodings linear16 (signed 16-bit LE), linear32 (32-bit LE float), mulaw, alaw …"

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      if let own = byClient(session) { return own }
      return run.seesServiceHop ? onServiceHop(session) : fromClientHop(session, run)
    }
  }

  /// The client's own bytes are not what its side of the agreement says: that is plain on its hop.
  private func byClient(_ session: SessionFacts) -> RuleOutcome? {
    guard let info = session.info.audio, let format = AudioFormat(info), let piece = session.client.audio.first else { return nil }
    guard !session.client.isSealed else { return nil }
    let bytes = AudioStream(session.client).bytes
    let sound = Self.sound(bytes)
    let judged = AudioSniffer.judge(sound)
    guard judged.confidence >= 0.9 || Self.isSwapped(sound, judged), judged.guess.isRaw, judged.guess != .linear16OffByOne,
      judged.guess.encoding != format.encoding
    else {
      return nil
    }
    // A short or odd sound is easily misread; a clip in its own encoding never is for long.
    guard bytes.count >= 8192, !session.hasWords, session.service?.hasWords != true else { return nil }
    let loud = session.client.audio.dropFirst(session.client.audio.count / 2).first
    return .findings([
      finding(
        session, .proven, party: .client, cause: "the client sends \(judged.guess.name), not \(format.encoding.rawValue)",
        summary: "The client is to send \(format.encoding.rawValue), and what it sends are \(judged.guess.name).",
        events: [piece.event, loud?.event ?? 0], evidence: "client hop: \(judged.why)")
    ])
  }

  /// The lower the rate, the more samples in the wrong order look like noise; in the right order they are plain samples all the same.
  private static func isSwapped(_ bytes: [UInt8], _ judged: AudioJudgement) -> Bool {
    guard judged.guess == .linear16BigEndian, judged.confidence >= 0.6 else { return false }
    let righted = AudioSniffer.judge(AudioComparison.swapped(bytes))
    return righted.guess == .linear16 && righted.confidence >= 0.9
  }

  /// Where the sound begins: pauses say nothing of an encoding.
  private static func sound(_ bytes: [UInt8]) -> [UInt8] {
    let step = 4096
    let start = stride(from: 0, to: max(1, bytes.count - 4 * step), by: step).first { from in
      let block = bytes[from..<min(bytes.count, from + step)]
      return Set(block).count > 64
    }
    return Array(bytes[(start ?? 0)...].prefix(1 << 15))
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let carriage = session.carriage else {
      return .notApplicable("no audio of this session reached the service")
    }
    let declared = DeclaredAudio(service)
    guard let encoding = declared.encoding, carriage.service.headerLength == 0 else { return .notApplicable("no encoding is declared") }
    guard let arriving = carriage.arrivingFormat else {
      return .inconclusive("the relay sends other bytes than it got, and what they are can't be told")
    }
    // linear16 in another order is no encoding of its own, but an alteration.
    guard encoding != arriving.encoding.rawValue else { return .pass }
    guard !service.hasWords else { return .inconclusive("the service heard words all the same") }
    let byClient = session.client.parameter("encoding") == encoding
    return .findings([
      finding(
        session, .proven, party: byClient ? .client : .relay,
        cause: "encoding=\(encoding) declared for \(arriving.encoding.rawValue) audio",
        summary: sentence(
          "The relay opened the service with \(declared.text), and what it sends are \(arriving.encoding.rawValue) samples",
          carriage.comparison.isOwnBytes ? ", byte for byte as it got them." : "."),
        events: [service.request?.event ?? 0, service.audio.first?.event ?? 0],
        evidence:
          "query: \(declared.text); first bytes: \(hex(carriage.service.bytes.prefix(8))), \(arriving.encoding.rawValue) at \(arriving.sampleRate) Hz"
      )
    ])
  }

  /// The same bytes, counted by another width.
  private func fromClientHop(_ session: SessionFacts, _ run: RunFacts) -> RuleOutcome {
    guard !session.sentWAV else { return .notApplicable("the client sends a container") }
    if let doubt = run.counts.doubt(on: session) { return .inconclusive(doubt) }
    guard (session.info.audio?.utterances ?? 1) > 0, session.inaudibleLevel == nil else {
      return .notApplicable("nothing is said in the clip: no word is due")
    }
    guard let audio = session.info.audio, let format = AudioFormat(audio), let ratio = session.durationRatio,
      let metadata = session.metadata
    else { return .inconclusive("without a forwarded Metadata the declared encoding can't be seen from the client hop") }
    let widths: [(encoding: AudioFormat.Encoding, ratio: Double)] = AudioFormat.Encoding.allCases.map {
      ($0, Double(format.encoding.width) / Double($0.width))
    }
    let others = widths.filter { $0.encoding != format.encoding && abs($0.ratio / ratio - 1) < 0.015 }
    guard ChannelCountMismatch.channels(session) == nil, !others.isEmpty, session.misheard.map({ $0 > 0.5 }) ?? !session.hasWords
    else { return .pass }
    guard !Loss.isHashed(session) else { return .notApplicable("its hash is that of a part of the audio, which is as long as it counted") }
    guard abs(ratio - 1) > 0.03 || session.hash?.isWhole == true else { return .pass }
    let names = others.map(\.encoding.rawValue).joined(separator: " or ")
    let suspects = abs(ratio - 1) > 0.03 ? ["sample-rate-mismatch"] : ["audio-undecodable", "transcript-wrong", "results-altered"]
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "encoding=\(names) declared for \(audio.encoding) audio",
        summary: sentence(
          session.hasWords ? "Less than half of the clip's words came back" : "No word of the clip came back",
          ", and the service counted \(decimal(ratio, 2)) times its length: ",
          "as many seconds as its bytes last when they are taken for \(names)."),
        events: [session.client.audio.first?.event ?? 0, metadata.event],
        evidence: sentence(
          "Metadata.duration ÷ seconds sent = \(decimal(ratio, 3))",
          session.hash?.isWhole == true ? "; its sha256 is that of the bytes sent, so they arrived as they are" : ""),
        alternatives: suspects.map { Alternative(rule: $0, separateBy: seeServiceHop("the query and the bytes")) })
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "linear16 declared as µ-law", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: twice the length and no words", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.21      client  ← metadata duration=4.0 sha256=604dd74a1d36055c0f287f8cadcc8fd809068141db77a7953f70a478a19f20cf
        2.23      client  ← close 1000
      """),
    .silent(
      "from the client hop: nothing is said in the clip", alsoShows: ["sample-rate-mismatch"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=0
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.21      client  ← metadata duration=4.0 sha256=604dd74a1d36055c0f287f8cadcc8fd809068141db77a7953f70a478a19f20cf
        2.23      client  ← close 1000
      """),
    .fires(
      "the client writes the higher byte first", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.00 client  → audio 2.0s swapped
        2.12      client  → text "stop"
        2.23      client  ← close 1000
      """),
    .silent(
      "declared as it is", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=mulaw/8000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=8000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
      """),
    .silent(
      "converted to µ-law, and declared so", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=8000
        0.04      service ← 101
        0.10-4.00 client  → audio 4.0s
        0.11-4.01 service → audio 4.0s as=mulaw/8000/1
      """),
    .silent(
      "from the client hop: words came",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.20      client  ← results "tell me" final start=0 duration=2
        2.21      client  ← metadata duration=2.0 sha256=604dd74a1d36055c0f287f8cadcc8fd809068141db77a7953f70a478a19f20cf
        2.23      client  ← close 1000
      """),
  ]
}
