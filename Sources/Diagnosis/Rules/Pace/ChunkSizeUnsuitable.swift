internal import Audio
internal import Timeline

/// Chunks outside 20 to 250 ms.
struct ChunkSizeUnsuitable: Rule {
  let id = "chunk-size-unsuitable"
  let group = RuleGroup.pace
  let severity = Severity.warning
  let covers: [Subject] = [.of(.audioPace)]
  let title = "audio is sent in chunks that are too short or too long"
  let why = """
    Chunks of a few milliseconds cost a frame, a syscall and a wake-up each, on three machines; long ones add their own length to every result, and of chunks of \
    10 s only the first was seen to be processed.
    """
  let clientView = "Where they are the client's: the lengths of its own binary messages."
  let serviceView = "Binary messages shorter than 20 ms or longer than 250 ms, although the client's are suitable."
  var remedy: String { told("44100 * 2", "linear16 at 44100 Hz, mono") }
  func remedy(sending audio: AudioInfo?) -> String? {
    guard let audio, audio.sampleRate > 0, let format = AudioFormat(audio) else { return nil }
    let width = format.frameWidth
    let channels = format.channels == 1 ? "mono" : "\(format.channels) channels"
    return told("\(audio.sampleRate)" + (width == 1 ? "" : " * \(width)"), "\(audio.encoding) at \(audio.sampleRate) Hz, \(channels)")
  }
  /// - Parameter second: Bytes of a second.
  private func told(_ second: String, _ what: String) -> String {
    """
    Send 20 to 250 ms at a time; 100 ms is what the vendor recommends:

    ```python
    # 100 ms of \(what)
    CHUNK = \(second) // 10
    ```

    ```js
    // 100 ms of \(what)
    const CHUNK = (\(second)) / 10;
    ```

    A relay forwards the chunks of its client as they are; if it cuts them anew, then to such a length.
    """
  }
  let citation = "Deepgram live API: chunks of 20 to 250 ms, 100 ms recommended; chunks of 10 s: only the first was processed."
  /// 15 ms, and a little less: chunks are cut at whole samples.
  private let shortest = 0.0145
  private let longest = 0.2505

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let audio = session.info.audio, audio.bytesPerSecond > 0 else { return .notApplicable("nothing is streamed") }
      guard !session.provokes("split-sample") else {
        return .notApplicable("its messages are cut by bytes on purpose, whatever time they hold")
      }
      guard session.clientSound.hasTime, session.serviceSound?.hasTime ?? true else {
        return .notApplicable("no container can be read, and nothing else tells how long its pieces are")
      }
      guard let client = chunk(session.clientSound.pieces, audio.bytesPerSecond) else { return .notApplicable("too little audio was sent") }
      if let service = session.service, let arriving = session.arrivingBytesPerSecond,
        let forwarded = chunk(session.sound(on: service), arriving),
        let share = session.arrivedShare, share > 0.5
      {
        // What reaches the service is what counts: a relay may mend its client's chunks.
        guard isUnsuitable(forwarded, session) else { return .pass }
        if isUnsuitable(client, session) { return .findings([unsuitable(session, forwarded, service.audio, .client)]) }
        // Chunks of two lengths have no typical one: which half is larger turns with a chunk that is lost or comes twice.
        guard !passesOn(session.client.audio, service.audio) else { return .pass }
        return .findings([unsuitable(session, forwarded, service.audio, .relay)])
      }
      return isUnsuitable(client, session) ? .findings([unsuitable(session, client, session.client.audio, .client)]) : .pass
    }
  }

  /// The relay forwards messages as they come, and cuts nothing anew.
  private func passesOn(_ sent: Series<HopFacts.AudioPiece>, _ arrived: Series<HopFacts.AudioPiece>) -> Bool {
    let lengths = Set(sent.map(\.bytes))
    return arrived.count { lengths.contains($0.bytes) } * 5 >= arrived.count * 4
  }

  /// Nil where too little went out: at least a second of audio, in three messages.
  private func chunk(_ pieces: Series<HopFacts.AudioPiece>, _ bytesPerSecond: Int) -> Percentiles? {
    guard pieces.count >= 3, pieces.reduce(0, { $0 + $1.bytes }) >= bytesPerSecond else { return nil }
    return Percentiles(pieces.dropLast().map { .seconds(Double($0.bytes) / Double(bytesPerSecond)) })
  }

  /// A recorder cuts behind the packet that ends a time slice: Chromium's are of 60 ms.
  private func isUnsuitable(_ chunk: Percentiles, _ session: SessionFacts) -> Bool {
    chunk.p50.seconds < shortest || chunk.p50.seconds > longest + (session.clientSound.packetSeconds ?? 0)
  }

  private func unsuitable(_ session: SessionFacts, _ chunk: Percentiles, _ pieces: Series<HopFacts.AudioPiece>, _ party: Party) -> Finding {
    finding(
      session, .proven, party: party, cause: "chunks of \(seconds(chunk.p50)) sent by the \(party.rawValue)",
      summary: sentence(
        "Half of the \(chunk.count) chunks hold \(seconds(chunk.p50)) of audio or ", chunk.p50.seconds < shortest ? "less" : "more",
        party == .relay ? ", though the client's are of a suitable length." : "."),
      events: [pieces.first?.event ?? 0, pieces.last?.event ?? 0],
      evidence: "length of a chunk: p50 \(seconds(chunk.p50)), p99 \(seconds(chunk.p99)), n = \(chunk.count)")
  }

  let examples: [RuleExample] = [
    .fires(
      "5 ms at a time", .proven,
      """
      session tiny-chunks audio=linear16/16000/1 seconds=1 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-1.10 client  → audio 1.0s chunk=5
        1.12      client  → text "stop"
      """),
    .fires(
      "the relay joins them to half a second", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-3.10 client  → audio 3.0s
      ↓ 0.60-3.10 service → audio 3.0s chunk=500
      """),
    .silent(
      "20 ms",
      """
      session baseline audio=linear16/16000/1 seconds=1 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.10 client  → audio 1.0s chunk=20
        1.12      client  → text "stop"
      """),
    .silent(
      "250 ms",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.35-2.10 client  → audio 2.0s chunk=250
        2.12      client  → text "stop"
      """),
    .silent(
      "10 ms from the client, which the relay joins to 100", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s chunk=10
        0.20-2.11 service → audio 2.0s chunk=100
      """),
  ]
}
