internal import Audio
internal import Speech
internal import Timeline

/// The audio arrives and nothing can be heard in it, for no reason that has a name of its own.
struct AudioUndecodable: Rule {
  let id = "audio-undecodable"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let restsOnSound = true
  let covers: [Subject] = [.of(.heard, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("the service can't decode the audio", seenBy: "what the service makes of the audio")
  let title = "the service can make nothing of the audio"
  let why = """
    Bytes arrive, and no word ever comes back: they are of another codec than declared, encrypted, or no audio at all. Undecodable audio is silent, rarely an error. \
    This rule speaks where none of the more exact ones can.
    """
  let clientView = "0 or only empty Results; Metadata.duration 0 where Metadata comes."
  let serviceView = "Audio arrives, and the service answers without a word; the bytes are no known encoding."
  let remedy = """
    Look at what is sent, and compare it with what is declared:

    ```sh
    sttcheck frames RECORDING --session 1          # the first bytes of each message, on both hops
    ```

    A codec's frames (Opus, AAC …) need their container or their own `encoding`; media that is encrypted end to end must be decrypted before.
    """
  let citation = "Reported fourteen times: the handshake succeeds, 0 Results, Metadata with duration 0 and channels 0."

  func check(_ run: RunFacts) -> RuleOutcome {
    let outcome = RuleOutcome.over(run.sessions) { session in
      if run.seesServiceHop, let mute = session.connectionWithoutHeader { return .findings([headerless(session, mute)]) }
      guard session.client.isOpen, (session.sentSeconds ?? 0) >= 1, session.streamedWhole || session.stop != nil else {
        return .notApplicable("too little audio was sent")
      }
      guard !session.hasWords, session.unreadable.isEmpty else { return .pass }
      if let own = byClient(session) { return own }
      return run.seesServiceHop ? onServiceHop(session) : fromClientHop(session)
    }
    // Relays dial again where their service was made to fail.
    let later = run.seesServiceHop ? run.outages.map(\.session) : []
    let deaf = later.compactMap { session in session.connectionWithoutHeader.map { headerless(session, $0) } }
    guard !deaf.isEmpty else { return outcome }
    if case .findings(let found) = outcome { return .findings(found + deaf) }
    return .findings(deaf)
  }

  /// A stream that goes on where the one before ended is none that begins.
  private func headerless(_ session: SessionFacts, _ service: HopFacts) -> Finding {
    let container = session.info.audio?.container ?? "the container"
    return finding(
      session, .proven, party: .relay, cause: "the \(container) goes on over a new connection without its header",
      summary: sentence(
        "The relay opened another connection to the service and went on in the middle of the client's \(container). Its header, which came once, in front ",
        "of the first bytes, was not sent again: nothing of the \(service.audioBytes.count) bytes behind it can be decoded, and no word came back."
      ),
      events: [service.request?.event ?? 0, service.audio.first?.event ?? 0, service.metadata?.event ?? 0],
      evidence: "first bytes there: \(service.firstBytesText); the client's own: \(session.client.firstBytesText)",
      remedy: """
        Keep what comes before the first block of sound (a WebM up to its first Cluster, an Ogg's first two pages), and send it first on each new connection; \
        then go on at the beginning of a Cluster or a page.
        """)
  }

  /// Bytes without any structure are not what a spoken clip looks like in a raw encoding.
  private func byClient(_ session: SessionFacts) -> RuleOutcome? {
    // Digests are as even as chance, whatever they stand for.
    guard !session.client.isSealed else { return nil }
    if session.info.audio?.isCompressed == true { return byClientOfAContainer(session) }
    guard let info = session.info.audio, AudioFormat(info) != nil, (info.utterances ?? 0) > 0 || info.transcript?.isEmpty == false else {
      return nil
    }
    let stream = AudioStream(session.client)
    let bytes = Array(stream.bytes.prefix(1 << 16))
    guard bytes.count >= 16_384, Self.entropy(bytes) > 7.95, AudioSniffer.guess(bytes) == .unknown else { return nil }
    guard session.service?.hasWords != true else { return nil }
    let middle = session.client.audio[session.client.audio.count / 2]
    return .findings([
      finding(
        session, .proven, party: .client, cause: "the client's bytes are no audio",
        summary: sentence(
          "The client is to send speech in \(info.encoding), and its bytes are as even as chance: ",
          "encrypted or compressed media, which nothing can be heard in."),
        events: [session.client.audio.first?.event ?? 0, middle.event],
        evidence: "client hop: \(decimal(Self.entropy(bytes), 2)) bits a byte over the first \(bytes.count) bytes; speech has 4 to 7")
    ])
  }

  /// A container that does not begin as one: not at the start of the session, nor anywhere else.
  private func byClientOfAContainer(_ session: SessionFacts) -> RuleOutcome? {
    guard let info = session.info.audio, let container = info.container, let first = session.client.audio.first,
      session.client.audioBytes.count >= 64, AudioContainer(beginning: Array(session.client.audioBytes.prefix(64))) == nil,
      session.service?.hasWords != true
    else { return nil }
    return .findings([
      finding(
        session, .proven, party: .client, cause: "the client's bytes are no \(container)",
        summary: sentence(
          "The client is to send Opus in \(container), and its first bytes are no such header: without it nobody can tell what the rest is. ",
          "A recorder writes it once, in front of its first blob."),
        events: [first.event, session.client.audio.last?.event ?? 0],
        evidence: "client hop: first bytes \(session.client.firstBytesText)")
    ])
  }

  /// Bits that a byte tells, by how often each value comes.
  static func entropy(_ bytes: [UInt8]) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(max(1, bytes.count))
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * Mathematics.log2(share)
    }
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, let last = service.audio.last else {
      return .notApplicable("no audio reached the service")
    }
    guard !service.hasWords else { return .pass }
    let over = min(service.endOfStream()?.event ?? .max, service.metadata?.event ?? .max)
    let heard = service.audio.reduce(0) { $0 + ($1.event < over ? $1.bytes : 0) }
    guard heard * 2 >= service.audioBytes.count else { return .notApplicable("the audio came when the stream was over") }
    guard session.carriage?.hasLostHeader != true else {
      return .notApplicable("the header that tells the format was lost with the beginning: audio-lost-at-start looks at it")
    }
    guard !session.isBrokenContainer else {
      return .notApplicable("the container does not arrive as it was sent: audio-altered looks at it")
    }
    let isNothing = service.metadata.map { $0.value.duration == 0 || $0.value.channels == 0 } ?? false
    let isTimeout = service.close(by: .service)?.value.reason.lowercased().contains("net0000") == true
    guard isNothing || isTimeout else { return .notApplicable("the service decoded the audio, or did not say") }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "the service can decode none of the audio",
        summary: sentence(
          "\(service.audioBytes.count) bytes of audio reached the service, declared as \(DeclaredAudio(service).text), ",
          "and it made nothing of them: \(isNothing ? "its Metadata says duration 0 or channels 0" : "it gave up with net0000")."),
        events: [service.request?.event ?? 0, last.event, service.metadata?.event ?? service.serviceGoodbye?.event ?? 0],
        evidence: "first bytes: \(service.firstBytesText), which look like \(DeclaredAudio(service).firstBytes.name)")
    ])
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard let metadata = session.metadata, metadata.value.sha256 != HashEvidence.ofNothing else {
      return .notApplicable("the service's own count of the audio did not come")
    }
    guard metadata.value.duration == 0, metadata.value.sha256 != "incomplete" else { return .pass }
    let others = ["container-declared-for-raw-audio", "format-undeclared", "encoding-mismatch"]
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the service can decode none of the audio",
        summary: sentence(
          "\(decimal(session.sentSeconds ?? 0, 1)) s of audio were sent, no word came back, and the service's Metadata says that it decoded 0 s",
          session.hash?.isWhole == true ? ", though its hash is that of the bytes sent." : "."),
        events: [session.client.audio.first?.event ?? 0, metadata.event],
        evidence: "Metadata: duration 0, channels \(metadata.value.channels.map(String.init) ?? "unsaid")",
        alternatives: others.map { Alternative(rule: $0, separateBy: seeServiceHop("what the relay declares")) })
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "declared as Opus, and something else", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=opus&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
      ↓ 2.20      service ← metadata duration=0 channels=0 sha256=abc
        2.21      service ← close 1000
      """),
    .fires(
      "from the client hop: nothing was decoded", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=0 channels=0 sha256=abc
        2.32      client  ← close 1000
      """),
    .silent(
      "silence is decoded, and has no words",
      """
      run service-hop=simulated
      session silence-only audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s blank
        0.11-2.01 service → audio 2.0s blank
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service ← metadata duration=2.0 channels=1 sha256=abc
        2.21      service ← close 1000
      """),
    .silent(
      "words came back",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.20      client  ← results "tell me" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=abc
        2.32      client  ← close 1000
      """),
  ]
}
