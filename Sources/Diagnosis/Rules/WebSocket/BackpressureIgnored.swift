internal import Timeline

/// A client that reads slowly is cut off.
struct BackpressureIgnored: Rule {
  let id = "backpressure-ignored"
  let group = RuleGroup.webSocket
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying), .of(.audioPace, .late)]
  let inPlaceOfRelay = Party.service
  let title = "a client that does not read for a while is cut off"
  let why = """
    A page in the background, a phone that changes cells, a busy main thread: for some seconds nobody reads. A relay that takes this for death (a ping timeout of \
    two seconds, a send with a deadline, a queue that overflows) ends sessions of people who are still speaking.
    """
  let clientView = "A client that does not read for a few seconds is cut off, while one that reads is served to the end."
  let serviceView = "The relay ends this connection too, although the service was still sending."
  let remedy = """
    Wait for a slow client as long as for a dead one, and bound what is held for it; interims may be left out, finals not:

    ```python
    uvicorn.run(app, ws_ping_interval=20, ws_ping_timeout=20)
    websockets.serve(handler, host, port, ping_timeout=20, write_limit=1 << 20)
    ```

    ```js
    service.on("message", (data) => {
      client.send(data.toString(), () => service.isPaused && service.resume());
      if (client.bufferedAmount > 1 << 20) service.pause();     // wait for it; no terminate()
    });
    ```
    """
  let citation = "RFC 6455 §5.5.2 sets no time for a pong; TCP's own flow control holds a sender back without loss."
  let restsOnTiming = true

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.sessions.contains(where: \.readsSlowly) else { return .notApplicable("no client read slowly") }
    let cutsOthersOff = cutsOthersOff(run)
    let readers = run.seesServiceHop ? [] : readers(run)
    return .over(run.sessions) { session in
      guard let pause = session.steps(.stopReading).first else { return .notApplicable("no client read slowly") }
      guard let ended = session.relayEnded else { return .pass }
      if let goodbye = session.service?.serviceGoodbye, goodbye.value?.code ?? 1000 != 1000 {
        return .notApplicable("the service ended the session")
      }
      guard !session.drain.isDrained else { return .pass }
      let again = session.steps(.readAgain).first
      let ping = session.client.pings.first { $0.value.by == .relay && $0.at >= pause.at }
      let gaveUp = gaveUp(session, before: again)
      // Some say goodbye in good order to whom they give up ("ping timed out", 1000): then something else has to show it.
      let isOrderly = ended.value?.code == 1000 || ended.value?.code == 1001
      guard !isOrderly || gaveUp != nil || (ping != nil && session.drain.isCut) else { return .pass }
      guard !cutsOthersOff else { return .notApplicable("clients that read are cut off in mid-stream too") }
      let length = session.info.audio?.seconds ?? 0
      let others = readers.filter { ($0.info.audio?.seconds ?? 0) >= length }
      guard !others.contains(where: { !endsWell($0) }) else { return .notApplicable("clients that read are ended the same way") }
      let text = ended.value?.text(upTo: 60)
      return .findings([
        finding(
          session, gaveUp != nil ? .proven : others.isEmpty ? .suspected : .inferred, party: .relay,
          cause: "slow client cut off by the relay",
          summary: sentence(
            "The client stopped reading at \(seconds(pause.at)) while it went on sending, and the relay ended the session: ",
            text ?? "the connection broke without a Close frame",
            others.first.map { "; session \($0.info.number) sent the same audio, read on, and came to its end." } ?? "."),
          events: [pause.event, gaveUp?.event ?? 0, ping?.event ?? 0, ended.event],
          evidence: sentence(
            "no reading from \(seconds(pause.at))", again.map { " to \(seconds($0.at))" } ?? "",
            gaveUp.map { ", the relay gave up at \(seconds($0.at))" } ?? "", ", end of the session seen at \(seconds(ended.at))"),
          alternatives: gaveUp == nil && others.isEmpty
            ? [
              Alternative(
                rule: "relay-crashed", separateBy: .play(scenario: "two-utterances", tries: "does a session live whose client reads?"))
            ] : [])
      ])
    }
  }

  /// Seen from the service's side the relay left while its client was not reading.
  private func gaveUp(_ session: SessionFacts, before again: Located<Note>?) -> Located<Void>? {
    guard let service = session.service else { return nil }
    let signs = [
      service.relayGoodbye.map { Located((), event: $0.event, at: $0.at) },
      service.endOfAudio.map { Located((), event: $0.event, at: $0.at) },
    ]
    let first = signs.compactMap { $0 }.min { $0.at < $1.at }
    return first.flatMap { $0.at < (session.stop?.at ?? .max) && $0.at < (again?.at ?? .max) ? $0 : nil }
  }

  /// True where sessions of clients that read end in the middle of their audio as well: slow reading is no reason for that.
  private func cutsOthersOff(_ run: RunFacts) -> Bool {
    run.sessions.contains { other in
      guard !other.readsSlowly, other.info.provokes.isEmpty, other.client.isOpen, let ended = other.relayEnded else { return false }
      return other.stop.map { $0.at > ended.at } ?? !other.streamedWhole
    }
  }

  /// Sessions of clients that read, which went to their stop; those with the longest audio, and no more of them than tell something.
  private func readers(_ run: RunFacts) -> Series<SessionFacts> {
    let whole = run.sessions.filter { other in
      !other.readsSlowly && other.info.provokes.isEmpty && other.client.isOpen && other.streamedWhole && other.stop != nil
    }
    guard whole.count > Self.most else { return whole }
    let longest = whole.indices.sorted { (whole[$0].info.audio?.seconds ?? 0, $1) > (whole[$1].info.audio?.seconds ?? 0, $0) }
    return Series(longest.prefix(Self.most).sorted().map { whole[$0] })
  }

  /// Sessions that a slow client's is compared with.
  private static let most = 32

  private func endsWell(_ session: SessionFacts) -> Bool {
    guard !session.drain.isCut else { return false }
    return session.relayEnded.map { $0.value?.isNormal ?? session.drain.isDrained } ?? true
  }

  let examples: [RuleExample] = [
    .fires(
      "a ping timeout of two seconds", .proven,
      """
      \(Opening.bothHops("slow-reader", seconds: 6, audio: 5))
      ↓ 0.09      note step "stop reading"
      ↓ 3.50      service → CloseStream
        3.60      service → close 1011
        5.20      note step "read again"
        5.21      client  ← ping "keepalive"
      ↓ 5.22      client  ← close 1011 "keepalive ping timeout"
      """),
    .fires(
      "from the client hop", .suspected,
      """
      \(Opening.clientHop("slow-reader", seconds: 6, audio: 5))
      ↓ 0.09      note step "stop reading"
        5.20      note step "read again"
      ↓ 5.22      client  ← close 1011 "keepalive ping timeout"
      """),
    .fires(
      "from the client hop: and a client that reads on comes to its end", .inferred,
      """
      \(Opening.clientHop("slow-reader", seconds: 4, audio: 3))
      ↓ 0.09      note step "stop reading"
        3.20      note step "read again"
      ↓ 3.22      client  ← close 1011 "keepalive ping timeout"
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        20.0      client  → GET /listen
        20.0      client  ← 101
        20.1-24.1 client  → audio 4.0s
        24.12     client  → text "stop"
        24.30     client  ← metadata duration=4.0 sha256=abc
        24.32     client  ← close 1000
      """),
    .fires(
      "a goodbye in good order, and it was given up all the same", .proven,
      """
      \(Opening.bothHops("slow-reader", seconds: 6, audio: 6))
      ↓ 0.09      note step "stop reading"
        1.20      service ← results "tell me" interim start=0 duration=1
      ↓ 2.20      service → close 1000
        6.20      note step "read again"
        6.21      client  → text "stop"
        6.22      client  ← ping
        6.22      client  ← results "tell me" interim start=0 duration=1
      ↓ 6.22      client  ← close 1000 "ping timed out"
      """),
    .silent(
      "from the client hop: whoever stops is ended so", alsoShows: ["stop-forwarded-verbatim"],
      """
      \(Opening.clientHop("slow-reader", seconds: 4))
        0.09      note step "stop reading"
        4.11      note step "read again"
        4.12      client  → text "stop"
        4.22      client  ← close 1008 "Unknown text message"
      session two-utterances audio=linear16/16000/1 seconds=4 stop="stop"
        20.0      client  → GET /listen
        20.0      client  ← 101
        20.1-24.1 client  → audio 4.0s
        24.12     client  → text "stop"
        24.22     client  ← close 1008 "Unknown text message"
      """),
    .silent(
      "the relay waits, and everything comes",
      """
      \(Opening.clientHop("slow-reader", seconds: 6))
        0.09      note step "stop reading"
        6.20      note step "read again"
        6.21      client  ← results "tell me" final start=0 duration=2
        6.22      client  → text "stop"
        6.40      client  ← metadata duration=6.0 sha256=abc
        6.42      client  ← close 1000
      """),
    .silent(
      "a client that reads is another matter", alsoShows: ["unexpected-close"],
      """
      \(Opening.clientHop(seconds: 6, audio: 5))
        5.22      client  ← close 1011 "keepalive ping timeout"
      """),
    .silent(
      "clients that read are cut off in mid-stream as well: their reading is not the reason", alsoShows: ["unexpected-close"],
      """
      \(Opening.bothHops("slow-reader", seconds: 6, audio: 5))
        0.09      note step "stop reading"
        2.50      service → close 1011
        5.22      client  ← close 1011
      session two-utterances audio=linear16/16000/1 seconds=6 stop="stop"
        20.0      client  → GET /listen
        20.0      client  ← 101
        20.1-22.5 client  → audio 2.4s
        22.5      client  ← close 1011
      """),
  ]
}
