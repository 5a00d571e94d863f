internal import Speech
internal import Timeline

/// The relay leaves the service alone while its client is silent.
struct KeepaliveMissing: Rule {
  let id = "keepalive-missing"
  let group = RuleGroup.pace
  let severity = Severity.warning
  let covers: [Subject] = [.of(.signals, .missing)]
  let isExperiment = true
  let hypothesis: HypothesisWords? = HypothesisWords(
    "no KeepAlive while the client was silent", seenBy: "whether KeepAlive is sent in the pause", of: .pause)
  let title = "the relay sends no KeepAlive while its client is silent"
  let why = """
    Everything is in order until the first pause of ten seconds; then the service gives up (net0001), and the client, which has done nothing wrong but think, has \
    lost its session. Only the relay knows that its client is still there.
    """
  let clientView = "Healthy until the first pause of ten seconds; then the session is dead or closed with net0001."
  let serviceView = "No KeepAlive (and no audio) from the relay while its client is silent."
  let remedy = """
    Say KeepAlive whenever nothing went to the service for four seconds:

    ```python
    async def keep_alive(service, session):
        while True:
            await asyncio.sleep(1)
            if time.monotonic() - session.last_sent > 4:
                await service.send(json.dumps({"type": "KeepAlive"}))
                session.last_sent = time.monotonic()
    ```

    ```js
    let lastSent = Date.now();                       // set it wherever something is sent to the service
    const timer = setInterval(() => {
      if (Date.now() - lastSent < 4000) return;
      service.send(JSON.stringify({ type: "KeepAlive" }));
      lastSent = Date.now();
    }, 1000);
    service.on("close", () => clearInterval(timer));
    ```
    """
  let citation = "Deepgram live API: KeepAlive as a text frame every 3–5 s; net0001 after 10 s without audio or text."
  /// A pause below it is none that needs covering.
  private let patience = Nanoseconds.seconds(6)

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, !session.client.audio.isEmpty else { return .notApplicable("no audio was sent") }
      guard run.seesServiceHop else { return fromClientHop(session) }
      guard let service = session.service, service.isOpen, !service.audio.isEmpty else {
        return .notApplicable("no audio reached the service")
      }
      guard let pause = longestPause(session) else { return .notApplicable("the client made no pause") }
      // What the relay itself sent into the client's pause.
      let until = min(pause.to, pause.from.at + .seconds(9)) + session.travel
      let covered =
        service.controls.contains { $0.at > pause.from.at && $0.at <= until && $0.value == .keepAlive }
        || service.audio.contains { $0.at > pause.from.at + session.travel + .seconds(1) && $0.at < until - .milliseconds(500) }
      guard !covered else { return .pass }
      if let gone = service.closes.first, gone.at < pause.from.at + patience { return .notApplicable("the service hop was closed by then") }
      return .findings([missing(session, .proven, pause.from, service.idleClose(by: .service), length: pause.to - pause.from.at)])
    }
  }

  /// The first stretch above the limit in which the client sends nothing, before it says stop or leaves.
  private func longestPause(_ session: SessionFacts) -> (from: Located<Void>, to: Nanoseconds)? {
    let end = min(session.stop?.at ?? .max, session.relayEnded?.at ?? .max, session.clientLeft ?? .max, session.lastEventAt)
    let signs =
      (session.client.audio.map { Located((), event: $0.event, at: $0.at) }
      + session.client.controls.map { Located((), event: $0.event, at: $0.at) }).filter { $0.at <= end }.sorted { $0.at < $1.at }
    for (sign, next) in zip(signs, signs.dropFirst().map(\.at) + [end]) where next - sign.at > patience && next < .max {
      // Behind the last audio the stop is what is missing.
      guard next < end || session.stop != nil || !session.streamedWhole else { continue }
      return (sign, next)
    }
    return nil
  }

  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard let end = session.idleEnd else { return .notApplicable("without the service hop only an idle timeout would show it") }
    guard end.unheard == nil else { return .notApplicable("the client was not silent") }
    return .findings([missing(session, .inferred, end.last, end.close, length: end.silence)])
  }

  private func missing(
    _ session: SessionFacts, _ certainty: Certainty, _ from: Located<Void>, _ close: Located<HopFacts.Close>?, length: Nanoseconds
  ) -> Finding {
    finding(
      session, certainty, party: .relay, cause: "no KeepAlive from the relay while its client is silent",
      summary: sentence(
        "The client was silent for \(seconds(length)) and the relay sent the service no KeepAlive",
        close == nil ? "; ten seconds would have ended the session." : ": the service closed with its idle timeout (net0001)."),
      events: [from.event, close?.event ?? 0],
      evidence: "the client's last message before the pause at \(seconds(from.at)), nothing towards the service in it")
  }

  let examples: [RuleExample] = [
    .fires(
      "seven seconds, and nothing said", .proven,
      """
      \(Opening.bothHops("mute", seconds: 4, audio: 0))
      ↓ 0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        9.10-11.1 client  → audio 2.0s
        9.11-11.1 service → audio 2.0s
        11.2      client  → text "stop"
        11.3      service → CloseStream
        11.5      service ← close 1000
        11.5      client  ← close 1000
      """),
    .fires(
      "from the client hop: the idle timeout in a pause that was made on purpose", .inferred,
      """
      \(Opening.clientHop("stall", seconds: 5, audio: 2, options: "stop=\"stop\" provokes=idle-timeout"))
      ↓ 12.1      client  ← close 1011 "See https://dpgr.am/net0001"
      """),
    .silent(
      "covered", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops("mute", seconds: 4, audio: 2))
        6.10      service → KeepAlive
        9.10-11.1 client  → audio 2.0s
        9.11-11.1 service → audio 2.0s
        11.2      client  → text "stop"
        11.3      service → CloseStream
        11.5      service ← close 1000
        11.5      client  ← close 1000
      """),
    .silent(
      "a pause of four seconds", alsoShows: ["no-messages"],
      """
      \(Opening.bothHops("mute", seconds: 4, audio: 2))
        6.10-8.10 client  → audio 2.0s
        6.11-8.11 service → audio 2.0s
        8.20      client  → text "stop"
        8.30      service → CloseStream
        8.50      service ← close 1000
        8.50      client  ← close 1000
      """),
  ]
}
