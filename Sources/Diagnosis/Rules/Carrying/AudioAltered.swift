internal import Audio
internal import Speech
internal import Timeline

/// The bytes that reach the service are not those of the client, and not another form of the same sound.
struct AudioAltered: Rule {
  let id = "audio-altered"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let restsOnSound = true
  let covers: [Subject] = [.of(.audio, .altered, .extra)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio changed on the way", seenBy: "the bytes that arrive")
  let title = "the relay changes the audio's bytes"
  let why = """
    A conversion too many: big-endian order (`htons`, `DataView.setInt16` without `true`), a buffer read from the second byte on, a header in front of every chunk, \
    a buffer that is sent before it is filled (zeros). The length is right, the sound is gone: transcripts are empty or nonsense, and no error is raised.
    """
  let clientView = "Empty or nonsensical results; Metadata.sha256 differs although its duration is right."
  let serviceView = "As many bytes as the client sent, and other ones: swapped, shifted by one, zeros, resampled."
  let remedy = """
    Pass the bytes on as they came; a relay has no reason to look into them:

    ```python
    await service.send(chunk)                       # bytes, as received
    ```

    ```js
    service.send(Buffer.from(data));                // not new Int16Array(data.buffer): mind byteOffset
    view.setInt16(at, sample, true);                // little endian, where samples are written
    ```
    """
  let citation = "Deepgram live API: linear16 is signed 16-bit little endian."

  func check(_ run: RunFacts) -> RuleOutcome { .over(run.sessions, run.seesServiceHop ? onServiceHop : fromClientHop) }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    if session.isBrokenContainer, let service = session.service { return .findings([broken(session, service)]) }
    guard let carriage = session.carriage else { return .notApplicable("no audio of this session reached the service") }
    let compared = carriage.comparison
    // Where the client's own messages are cut in the middle of a sample, one of them lost, doubled or moved puts the rest out of step.
    let isCutInside = session.client.audio.dropLast().contains { $0.bytes % carriage.sentFormat.encoding.width != 0 }
    let pieces = compared.gaps + compared.repeated + compared.moved + compared.missing
    let tellsOffset = !(isCutInside && pieces.contains { $0.count >= 4 * carriage.sentFormat.frameWidth })
    if let first = compared.alterations.first(where: {
      $0.change == .offset && tellsOffset || $0.change != .offset && $0.arrived.count >= 4 * carriage.sentFormat.frameWidth
    }) {
      let bytes = compared.alterations.reduce(0) { $0 + $1.arrived.count }
      let value = carriage.service.bytes.dropFirst(first.arrived.lowerBound).first ?? 0
      return found(
        session, carriage, Self.words(first.change, value), at: first.sent.lowerBound, arrived: first.arrived.lowerBound, bytes: bytes,
        look: Self.look(first.change))
    }
    let added = compared.added.filter {
      $0.count >= 20 && $0.lowerBound > 0 && $0.upperBound < compared.arrived && !carriage.isQuiet(arrived: $0)
    }
    let bytes = added.reduce(0) { $0 + $1.count }
    // What came again, and is not always found again, is no other audio.
    let isRepeated = compared.repeated.reduce(0) { $0 + $1.count } > bytes
    if let first = added.first, added.count >= 3 || carriage.seconds(first.count) > 0.015, !isRepeated {
      return found(session, carriage, "bytes that the client never sent stand in between", at: 0, arrived: first.lowerBound, bytes: bytes)
    }
    guard compared.unrelated else { return .pass }
    if let times = carriage.heldSamples {
      return found(
        session, carriage, "every sample stands there \(times) times, and those between are gone (resampled to a lower rate and back)",
        at: 0,
        arrived: 0, bytes: compared.arrived)
    }
    guard carriage.arrivingFormat == nil else { return .pass }
    guard carriage.declaredFormat != nil, compared.sound != nil || compared.isOneEven else {
      return .inconclusive("the relay sends other bytes than it got, and what they sound like can't be told")
    }
    let isUnlike = compared.sound?.isUnlike ?? false
    let isDeaf = session.info.audio?.transcript?.isEmpty == false && session.streamedWhole && session.service?.hasWords == false
    guard isUnlike || isDeaf else {
      return .inconclusive(
        "the relay sends other bytes than it got: \(compared.isOneEven ? "one of the two is an even noise" : "they sound a little like the client's")"
      )
    }
    let sound =
      isUnlike
      ? "they sound like something else"
      : "\(compared.isOneEven ? "they sound evenly, as noise does, and " : "")the service hears no word in them"
    return found(
      session, carriage, "they are not the client's, and as declared \(sound)", at: 0, arrived: 0, bytes: compared.arrived, isSure: isUnlike
    )
  }

  /// Of a container nothing can be told but that it is none any more.
  private func broken(_ session: SessionFacts, _ service: HopFacts) -> Finding {
    finding(
      session, .proven, party: .relay, cause: "the relay changes the audio: the container does not arrive as one",
      summary: sentence(
        "The client sends Opus in \(session.info.audio?.container ?? "a container"), and what the relay sends to the service begins with no such header: ",
        "a relay that takes a container for samples breaks it."),
      events: [session.client.audio.first?.event ?? 0, service.audio.first?.event ?? 0],
      evidence: "first bytes: from the client \(session.client.firstBytesText), to the service \(service.firstBytesText)")
  }

  /// Where in a relay to look for it.
  private static func look(_ change: AudioComparison.Change) -> String? {
    switch change {
    case .swapped: "Look for where 16-bit samples are written with the higher byte first."
    case .offset: "Look for where one byte is dropped or put in front: a slice that begins at 1, a buffer read beside its `byteOffset`."
    case .blanked: "Look for a buffer that is sent before it is filled (`bytes(n)`, `Buffer.alloc(n)`), and for a mute switch."
    case .other: nil
    }
  }

  /// - Parameter value: What stands there, where it is one value all along.
  private static func words(_ change: AudioComparison.Change, _ value: UInt8) -> String {
    switch change {
    case .swapped: "the two bytes of each sample have changed places (big endian)"
    case .offset: "they go on in the middle of a sample: all that follows is out of step by a byte"
    case .blanked: value == 0 ? "zeros stand where the client's sound was" : "one value stands where the client's sound was"
    case .other: "other bytes stand where the client's were"
    }
  }

  private func found(
    _ session: SessionFacts, _ carriage: Carriage, _ how: String, at from: Int, arrived start: Int, bytes: Int, look: String? = nil,
    isSure: Bool = true
  ) -> RuleOutcome {
    // Silence looks the same in many a change: what is quoted is where the two part.
    let same = zip(carriage.client.bytes.dropFirst(from), carriage.service.bytes.dropFirst(start)).prefix { $0 == $1 }.count
    let parts = start + same < carriage.service.bytes.count
    let (place, arrived) = parts ? (from + same, start + same) : (from, start)
    // Through a converter a piece that was moved is not always found again.
    let mayBeMoved = carriage.comparison.isConverted && !carriage.comparison.moved.isEmpty
    let other: Alternative? =
      if mayBeMoved {
        Alternative(
          rule: "audio-reordered", separateBy: .look("whether the relay sends its chunks in order: leave the conversion out for a test"))
      } else if !isSure {
        Alternative(rule: "encoding-mismatch", separateBy: .look("the audio that the relay makes of its client's, by ear"))
      } else { nil }
    let there = carriage.service.bytes.dropFirst(arrived).prefix(8)
    let sent = carriage.client.bytes.dropFirst(place).prefix(8)
    return .findings([
      finding(
        session, other == nil ? .proven : .suspected, party: .relay, cause: "the relay changes the audio: \(how)",
        summary: "The bytes that the relay sends to the service are not those that it got from its client: \(how).",
        events: [carriage.client.piece(at: place)?.event ?? 0, carriage.service.piece(at: arrived)?.event ?? 0],
        evidence: sentence(
          "client at byte \(place): \(hex(sent)); service at byte \(arrived): \(hex(there)); ",
          "\(bytes) of \(carriage.comparison.arrived) bytes are concerned"),
        remedy: look.map { "\($0) \(remedy)" },
        alternatives: [other].compactMap(\.self))
    ])
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    // Where no word that came is wrong, those that are missing may have been dropped behind a conversion that another hash does not tell.
    let mayBeDropped = session.lostWords?.isRight ?? false
    let others = ["audio-reordered", "split-sample", "encoding-mismatch", "transcript-wrong"] + (mayBeDropped ? ["results-dropped"] : [])
    switch session.hash {
    case .whole, .wholeWithoutHeader: return .pass
    case .swapped:
      return told(
        session, .inferred, "the two bytes of each sample change places", "its sha256 is that of the client's samples in big-endian order",
        [])
    case .blanked: return told(session, .inferred, "zeros instead of sound", "its sha256 is that of as many zeros", [])
    case .shifted:
      return told(session, .inferred, "all of it is one byte late", "its sha256 is that of the client's bytes behind a zero", [])
    case .held(let times):
      let evidence = "its sha256 is that of the client's audio with every sample \(times) times and the others left out"
      return told(session, .inferred, "resampled to a lower rate and back", evidence, [])
    case .other:
      let isAsLong = session.durationRatio.map { abs($0 - 1) < 0.015 } ?? false
      guard isAsLong || session.isOtherAudioWithoutSilence else { return .inconclusive("the service counted another length") }
      // Relays that resample or convert have another hash too, and the words come all the same, though some may come twice.
      guard let wer = session.misheard, wer > 0.5 else { return .inconclusive("another hash may be a legitimate conversion") }
      guard isAsLong else {
        let evidence = "no more is missing than the silence in it, its sha256 is another, and not one word is right"
        return told(session, .suspected, "bytes changed on the way", evidence, others + ["audio-lost"], amount: "less audio than was sent")
      }
      return told(
        session, .suspected, "bytes changed on the way",
        "the length is right, its sha256 is not that of the client's audio, and \(decimal(wer * 100, 0)) % of the words are wrong", others)
    case .nothing, .withoutStart, .withoutEnd, .withoutMiddle, .withoutByte: return .notApplicable("the hash has another explanation")
    case nil: return .inconclusive("without a forwarded Metadata the bytes that arrived can't be known from the client hop")
    }
  }

  private func told(
    _ session: SessionFacts, _ certainty: Certainty, _ cause: String, _ evidence: String, _ others: [String],
    amount: String = "as much audio as was sent"
  ) -> RuleOutcome {
    .findings([
      finding(
        session, certainty, party: .relay, cause: "the relay changes the audio: \(cause)",
        summary: "The service got \(amount), and not the same: \(evidence).",
        events: [session.client.audio.first?.event ?? 0, session.metadata?.event ?? 0], evidence: "Metadata: \(evidence)",
        alternatives: others.map { Alternative(rule: $0, separateBy: seeServiceHop("the bytes and how they are declared")) })
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "big endian", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
      ↓ 0.10-2.00 client  → audio 2.0s
      ↓ 0.11-2.01 service → audio 2.0s swapped
        2.12      client  → text "stop"
      """),
    .fires(
      "out of step by one byte", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 0.11-2.01 service → audio 2.0s shifted
        2.12      client  → text "stop"
      """),
    .fires(
      "zeros", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 0.11-2.01 service → audio 2.0s blank
        2.12      client  → text "stop"
      """),
    .fires(
      "something else altogether", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-4.00 client  → audio 4.0s
      ↓ 0.11-4.01 service → audio 4.0s garbled
        4.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: the hash of the samples in big-endian order", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.31      client  ← metadata duration=2.0 sha256=9f38ce46eca34ae8915b6c4819d9578b8e182b230036ba35a81b0c54a1bd7802
        2.33      client  ← close 1000
      """),
    .silent(
      "from the client hop: another hash, and each word there, though some came twice", alsoShows: ["results-altered"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me" final start=0 duration=1.2
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
    .silent(
      "converted to µ-law and declared so",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=8000
        0.04      service ← 101
        0.10-4.00 client  → audio 4.0s
        0.11-4.01 service → audio 4.0s as=mulaw/8000/1
        4.12      client  → text "stop"
      """),
    .silent(
      "another format declared for the same bytes is no change of the bytes", alsoShows: ["encoding-mismatch"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: another hash, and the words came, as of a relay that resamples",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop" transcript="tell me more"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.30      client  ← results "tell me more" final start=0 duration=2
        2.31      client  ← metadata duration=2.0 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      client  ← close 1000
      """),
  ]
}
