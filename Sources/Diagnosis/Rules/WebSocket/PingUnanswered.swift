internal import Timeline

/// A ping gets no pong.
struct PingUnanswered: Rule {
  let id = "ping-unanswered"
  let group = RuleGroup.webSocket
  let severity = Severity.error
  let covers: [Subject] = [.of(.signals, .missing)]
  let inPlaceOfRelay = Party.service
  let title = "a ping is not answered"
  let why = """
    Proxies and libraries on both sides find dead connections by pings, and cut a connection that leaves one unanswered (the Python `websockets` library after \
    20 s). A relay that reads from one side only while it waits for the other does not answer while it waits.
    """
  let clientView = "A Ping, and no Pong with its payload in time."
  let serviceView = "Nothing, mostly: it is the client's Ping that is not answered. A service's Ping is looked at in the same way."
  let remedy = """
    Keep a read going on both connections all the time; libraries answer pings only while somebody reads:

    ```python
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(up(client, service))      # always reading the client
        tasks.create_task(down(service, client))    # always reading the service
    ```

    ```js
    ws.on("ping", (data) => ws.pong(data));   // Node `ws` does this by itself, unless `autoPong: false`
    ```
    """
  let citation = "RFC 6455 §5.5.2: upon receipt of a Ping an endpoint MUST send a Pong in response, as soon as is practical."
  let restsOnTiming = true
  private let patience = Nanoseconds.seconds(5)
  private let quickPatience = Nanoseconds.seconds(2)
  /// What libraries that ping by themselves give the answer.
  private static let libraryPatience = Nanoseconds.seconds(20)

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      let hops = [session.client] + session.services
      // Who is poured over has not the time to answer.
      guard !session.notes.contains(where: { $0.value.limit != nil }) else { return .notApplicable("the session was ended at a limit") }
      guard hops.contains(where: { !$0.pings.isEmpty }) else { return .notApplicable("nobody sent a ping") }
      var doubt = false
      var findings: [Finding] = []
      for hop in hops {
        for sender in [hop.hop.dialler, hop.hop.acceptor] {
          let other = sender == hop.hop.dialler ? hop.hop.acceptor : hop.hop.dialler
          let pings = hop.pings.filter { $0.value.by == sender }
          let pongs = hop.pongs.filter { $0.value.by == other }
          if let slow = slowAnswer(session, hop, sender, other, pings, pongs) { findings.append(slow) }
          let unanswered = hop.unanswered(pingsOf: sender)
          guard let first = unanswered.first else { continue }
          let listened = Self.open(hop, session) - first.at
          let isQuick = Self.isQuick(pings, pongs)
          guard
            listened > (isQuick ? quickPatience : patience) + session.travel || Self.isMistaken(unanswered, pongs, within: session.travel)
              || hop.hop == .client && sender == .client && Self.wasRead(first, session)
          else {
            doubt = true
            continue
          }
          findings.append(found(session, hop.hop, first, other: other, listened: listened, number: unanswered.count, pongs: pongs))
        }
      }
      if !findings.isEmpty { return .findings(findings) }
      return doubt ? .inconclusive("the connection ended less than \(seconds(patience)) after a ping") : .pass
    }
  }

  /// A pong that came, and long after its ping: who waits for it may have left by then.
  private func slowAnswer(
    _ session: SessionFacts, _ hop: HopFacts, _ sender: Party, _ other: Party, _ pings: Series<Located<HopFacts.Probe>>,
    _ pongs: Series<Located<HopFacts.Probe>>
  ) -> Finding? {
    guard !(session.readsSlowly && (sender == .client || other == .client)) else { return nil }
    var sent: [[UInt8]: Located<HopFacts.Probe>] = [:]
    for ping in pings { sent[ping.value.payload] = ping }
    let late = pongs.lazy.compactMap { pong in sent[pong.value.payload].map { (ping: $0, pong: pong) } }
      .first { $0.pong.at - $0.ping.at > patience + session.travel }
    guard let late else { return nil }
    let delay = late.pong.at - late.ping.at
    return finding(
      session, .proven, severity: .warning, party: other, cause: "ping answered by the \(other.rawValue) after \(seconds(delay))",
      summary: sentence(
        "On the \(hop.hop.rawValue) hop a ping got its pong from the \(other.rawValue) \(seconds(delay)) later; ",
        "what pings to find dead connections gives up after 20 s, some sooner."),
      events: [late.ping.event, late.pong.event], evidence: "ping at \(seconds(late.ping.at)), its pong at \(seconds(late.pong.at))")
  }

  /// True where a pong of the same payload came at once for some ping: then each could.
  private static func isQuick(_ pings: Series<Located<HopFacts.Probe>>, _ pongs: Series<Located<HopFacts.Probe>>) -> Bool {
    guard let pong = pongs.first, let ping = pings.first(where: { $0.value.payload == pong.value.payload }) else { return false }
    return pong.at - ping.at < .milliseconds(500)
  }

  /// True where the relay took what came behind the ping: it answered the client's stop, in order, with a Close of its own.
  private static func wasRead(_ ping: Located<HopFacts.Probe>, _ session: SessionFacts) -> Bool {
    guard let stop = session.stop, stop.event > ping.event, let ended = session.relayEnded, ended.event > stop.event else { return false }
    return ended.value?.isNormal == true && ended.at - ping.at > .milliseconds(500) + session.travel
  }

  /// True where each was answered soon, and with another payload than its own.
  private static func isMistaken(
    _ pings: [Located<HopFacts.Probe>], _ pongs: Series<Located<HopFacts.Probe>>, within travel: Nanoseconds
  ) -> Bool {
    guard pongs.count >= pings.count else { return false }
    return zip(pings, pongs.suffix(pings.count)).allSatisfy { ping, pong in
      pong.event > ping.event && pong.at - ping.at < .milliseconds(500) + 2 * travel && pong.value.payload != ping.value.payload
    }
  }

  /// Until when an answer could come: the first Close frame of either side, or the end.
  private static func open(_ hop: HopFacts, _ session: SessionFacts) -> Nanoseconds {
    min(hop.closes.first?.at ?? .max, hop.end?.at ?? .max, session.lastEventAt)
  }

  private func found(
    _ session: SessionFacts, _ hop: Hop, _ ping: Located<HopFacts.Probe>, other: Party, listened: Nanoseconds, number: Int,
    pongs: Series<Located<HopFacts.Probe>>
  ) -> Finding {
    let strange = pongs.first { $0.at >= ping.at }
    return finding(
      session, .proven, party: other, cause: "ping not answered by the \(other.rawValue)",
      summary: sentence(
        "On the \(hop.rawValue) hop \(count(number, "ping")) got no pong from the \(other.rawValue)",
        strange == nil ? "" : " with the same payload (one came with another)",
        ", though the connection stayed open for \(seconds(listened)) after it.",
        listened > Self.libraryPatience
          ? " Whoever pings every 20 s and waits 20 s for the answer, as Python's `websockets` does, ends such a connection 40 s after it opened."
          : ""),
      events: [ping.event, strange?.event ?? 0],
      evidence: "ping at \(seconds(ping.at)), \(pongs.isEmpty ? "no pong at all" : "no pong for it") in the \(seconds(listened)) after it")
  }

  let examples: [RuleExample] = [
    .fires(
      "the relay does not answer its client", .proven,
      """
      \(Opening.clientHop("ping", seconds: 8))
      ↓ 1.00      client  → ping "a"
        8.12      client  → text "stop"
        8.30      client  ← close 1000
      """),
    .fires(
      "the relay takes the stop that comes behind it, and leaves in order", .proven,
      """
      \(Opening.clientHop("ping"))
      ↓ 1.00      client  → ping "a"
        2.12      client  → text "stop"
        2.30      client  ← close 1001
      """),
    .fires(
      "nor the service", .proven,
      """
      \(Opening.bothHops(seconds: 8))
      ↓ 1.00      service ← ping "a"
        8.12      client  → text "stop"
        8.13      service → CloseStream
        8.30      service ← close 1000
        8.31      client  ← close 1000
      """),
    .silent(
      "answered", alsoShows: ["results-not-forwarded"],
      """
      \(Opening.clientHop("ping", seconds: 8))
        1.00      client  → ping "a"
        1.05      client  ← pong "a"
        8.12      client  → text "stop"
        8.30      client  ← close 1000
      """),
    .silent(
      "two pings, and the later one answered", alsoShows: ["results-not-forwarded"],
      """
      \(Opening.clientHop("ping", seconds: 8))
        1.00      client  → ping "a"
        1.01      client  → ping "b"
        1.05      client  ← pong "b"
        8.12      client  → text "stop"
        8.30      client  ← close 1000
      """),
    .silent(
      "the session ends before an answer is due", alsoShows: ["results-not-forwarded"],
      """
      \(Opening.clientHop("ping"))
        2.05      client  → ping "a"
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
  ]
}
