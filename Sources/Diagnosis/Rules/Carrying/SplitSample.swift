internal import Audio
internal import Speech
internal import Timeline

/// A message ends in the middle of a sample.
struct SplitSample: Rule {
  let id = "split-sample"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .altered)]
  let hypothesis: HypothesisWords? = HypothesisWords("frames that end in the middle of a sample", seenBy: "the length of the frames")
  let title = "audio messages end in the middle of a sample"
  let why = """
    A 16-bit sample is two bytes. A message with an odd number of them leaves half a sample: where the other half is lost, or each message is read by itself, \
    everything behind it is out of step and turns to noise.
    """
  let clientView = "Words up to a certain moment, and noise or nothing from there on."
  let serviceView = "A binary frame whose length is no multiple of the sample's size, and the other half of the sample never comes."
  let remedy = """
    Where the relay cuts or gathers audio, cut at whole samples (two bytes each in linear16), and keep the rest for the next message; \
    where it only passes on, look for what drops a byte:

    ```python
    buffer += chunk
    whole = len(buffer) - len(buffer) % (2 * channels)
    if whole:
        await service.send(bytes(buffer[:whole]))
        del buffer[:whole]
    ```

    ```js
    let rest = Buffer.alloc(0);
    client.on("message", (data, isBinary) => {
      if (!isBinary) return;
      const all = Buffer.concat([rest, data]);
      const whole = all.length - (all.length % (2 * channels));
      if (whole > 0) service.send(all.subarray(0, whole));
      rest = all.subarray(whole);
    });
    ```
    """
  let otherRemedies: [Party: String] = [
    .client: """
    In the client, send whole samples (two bytes each in linear16), and keep what is left for the next message:

    ```python
    buffer += chunk
    whole = len(buffer) - len(buffer) % (2 * channels)
    if whole:
        await ws.send(bytes(buffer[:whole]))
        del buffer[:whole]
    ```

    ```js
    // an Int16Array has whole samples only
    socket.send(samples);                          // not a slice of its bytes
    ```
    """
  ]
  let citation = "Seen in the field: one odd-length PCM frame, and noise from there on."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let info = session.info.audio, let format = AudioFormat(info), format.encoding.width > 1 else {
        return .notApplicable("its samples have one byte each, or are not known")
      }
      let own = odd(session.client, format.encoding.width)
      if let first = own.first { return found(session, .client, session.client, first, own.count, format) }
      guard run.seesServiceHop else { return fromClientHop(session) }
      guard let service = session.service, !service.audio.isEmpty else { return .notApplicable("no audio reached the service") }
      // What the relay converts has the width of what it declares.
      guard let carriage = session.carriage, let arriving = carriage.arrivingFormat ?? carriage.declaredFormat else {
        return .inconclusive("what the relay sends can't be told")
      }
      let split = odd(service, arriving.encoding.width)
      guard let first = split.first else { return .pass }
      return found(session, .relay, service, first, split.count, arriving)
    }
  }

  /// Messages but the last whose length is no whole number of samples; a container's header is none.
  private func odd(_ hop: HopFacts, _ width: Int) -> Series<HopFacts.AudioPiece> {
    guard width > 1 else { return [] }
    let header = AudioStream(hop).headerLength
    var at = 0
    return Series(hop.audio.dropLast()).filter { piece in
      defer { at += piece.bytes }
      let bytes = at >= header ? piece.bytes : max(0, at + piece.bytes - header)
      return bytes % width != 0
    }
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard case .withoutByte(let place) = session.hash else { return session.noLoss() }
    let stream = AudioStream(session.client)
    return .findings([
      finding(
        session, .inferred, party: .relay, cause: "the relay loses one byte, and all samples behind it are cut in half",
        summary:
          "The service's hash is that of the client's audio without one byte: from there on every sample is made of the halves of two.",
        events: [stream.piece(at: place)?.event ?? 0, session.metadata?.event ?? 0],
        evidence: "Metadata.sha256 is the hash of what was sent without byte \(place)")
    ])
  }

  private func found(
    _ session: SessionFacts, _ party: Party, _ hop: HopFacts, _ piece: HopFacts.AudioPiece, _ number: Int, _ format: AudioFormat
  ) -> RuleOutcome {
    let lost = session.carriage.map { $0.comparison.alterations.contains { $0.change == .offset } } ?? false
    // A service that reads the stream as one does not mind where messages end, as long as nothing is missing.
    let isHarmless = !lost && (session.carriage.map { $0.comparison.isOwnBytes } ?? session.hasWords)
    return .findings([
      finding(
        session, .proven, severity: isHarmless ? .notice : nil, party: party,
        cause: "the \(party.rawValue) sends messages that end in the middle of a sample",
        summary: sentence(
          "\(count(number, "message")) of the \(party.rawValue) \(number == 1 ? "holds" : "hold") no whole number of \(format.encoding.rawValue) samples, ",
          "the first \(piece.bytes) bytes", lost ? ", and what follows is out of step with what the client sent." : "."),
        events: [piece.event],
        evidence:
          "\(hop.hop.rawValue) hop: a message of \(piece.bytes) bytes at \(moment(piece.at)), samples of \(format.encoding.width) bytes")
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the relay cuts anew, by bytes", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 0.21-2.01 service → audio 2.0s bytes=4095
        2.12      client  → text "stop"
      """),
    .fires(
      "the client does", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.00 client  → audio 2.0s bytes=4095
        2.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: the hash is that of the audio without one byte", .inferred,
      """
      session baseline audio=linear16/16000/1 seconds=1 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-1.00 client  → audio 1.0s
        1.12      client  → text "stop"
      ↓ 1.31      client  ← metadata duration=0.99994 sha256=3bc6921df6069256b6ed292fcea111528ac78a99c78c3d8c0ee4bbc380bd0235
        1.33      client  ← close 1000
      """),
    .silent(
      "other chunks, whole samples, and a header in front",
      """
      run service-hop=simulated
      session wav-header audio=linear16/16000/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s wav
        0.21-2.01 service → audio 2.0s bytes=5002
        2.12      client  → text "stop"
      """),
    .silent(
      "µ-law has samples of one byte",
      """
      run service-hop=simulated
      session baseline audio=mulaw/8000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=mulaw&sample_rate=8000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s bytes=999
        0.11-2.01 service → audio 2.0s bytes=999
        2.12      client  → text "stop"
      """),
  ]
}
