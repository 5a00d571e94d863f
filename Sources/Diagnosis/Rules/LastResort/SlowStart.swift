internal import Speech
internal import Timeline

/// The session begins late.
struct SlowStart: Rule {
  let id = "slow-start"
  let group = RuleGroup.lastResort
  let severity = Severity.warning
  let covers: [Subject] = [.of(.resultsPace)]
  let inPlaceOfRelay = Party.service
  let title = "the session begins late"
  let why = """
    Seconds pass between the client's call and the first word that comes back, and afterwards everything is in time: a cold start, a lookup before the handshake \
    is answered, a service that is dialled late. Who speaks at once waits, and a client without a buffer loses its first words.
    """
  let clientView = "Seconds between the call and the 101, or between the first audio and the first word; everything after it is in time."
  let serviceView = "The relay's handshake comes late, or the service's answer to it."
  let remedy = """
    Accept first and dial at once, side by side with what else there is to do; keep what comes until the service hop is open:

    ```python
    await client.accept()
    dialling = asyncio.create_task(connect(service_url))     # before the login is looked up, not after
    ```

    ```js
    wss.on("connection", (client) => {
      const service = new WebSocket(serviceURL, { headers });   // at once, not behind an await
    });
    ```

    Scale-to-zero platforms have a setting for the least number of instances.
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The service answers the handshake late. Dial it before the client speaks, keep what comes until it is open, and give up after a time that you choose:

    ```python
    service = await asyncio.wait_for(connect(service_url), timeout=5)
    ```

    ```js
    const service = new WebSocket(serviceURL, { headers, handshakeTimeout: 5000 });
    ```
    """
  ]
  let citation = "Seen: handshakes of the service in 131 to 293 ms, first Results about 1.1 s after the audio begins."
  let restsOnTiming = true
  /// A handshake, or a dial, that takes longer is slow on any network.
  private let limit = Nanoseconds.seconds(2)
  /// X − Y of the first interim: a service 400 ms away takes 1.6 s to be dialled, and its results have as far to go.
  private let limitFromOutside = Nanoseconds.seconds(2.8)

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let asked = session.client.request, let answered = session.client.response, session.client.isOpen else {
        return .notApplicable("no connection was open")
      }
      // The service's handshake is timed at the service: nothing of the network is in it.
      for service in session.services {
        guard let dialled = service.request, let opened = service.response, opened.at - dialled.at > limit else { continue }
        return .findings([
          late(session, .service, dialled.event, opened.event, opened.at - dialled.at, "the service answers the relay's handshake")
        ])
      }
      if answered.at - asked.at > limit {
        return .findings([
          late(session, .relay, asked.event, answered.event, answered.at - asked.at, "the relay answers its client's handshake")
        ])
      }
      guard run.seesServiceHop else { return fromClientHop(session) }
      guard let dialled = session.services.first?.request, let first = session.client.audio.first else { return .pass }
      // Some relays dial when the first audio comes.
      let due = max(answered.at, first.at)
      guard dialled.at - due > limit + session.travel, !session.isSlowBehindTheDial else { return waiting(session, due, dialled.at) }
      guard !run.dialledInVain(from: session.client.begun, until: dialled.at) else {
        return .inconclusive(
          "the relay may have dialled before: a connection to the service carried no audio, and whose it was can't be told")
      }
      return .findings([late(session, .relay, answered.event, dialled.event, dialled.at - due, "the relay dials the service")])
    }
  }

  /// Dialling that took its time, and audio that took as much again: who is slow, the relay or the way, can't be told.
  private func waiting(_ session: SessionFacts, _ due: Nanoseconds, _ dialled: Nanoseconds) -> RuleOutcome {
    guard session.mayHaveASlowWay, let sent = session.client.audio.first, let arrived = session.service?.audio.first else { return .pass }
    let after = arrived.at - due
    return .findings([
      finding(
        session, .suspected, party: .network, cause: "the first audio reaches the service only after \(seconds(after))",
        summary: sentence(
          "The client's first audio was with the service \(seconds(after)) after it was sent: the service was dialled after ",
          "\(seconds(dialled - due)), and the audio came \(seconds(arrived.at - dialled)) later."),
        events: [sent.event, arrived.event], evidence: "\(seconds(after)) between the two",
        alternatives: [
          Alternative(rule: "audio-held-back", separateBy: .look("whether the relay keeps audio back when its service hop is open"))
        ])
    ])
  }

  private func late(_ session: SessionFacts, _ party: Party, _ from: Int64, _ to: Int64, _ after: Nanoseconds, _ what: String) -> Finding {
    finding(
      session, .proven, party: party, cause: "\(what) only after \(seconds(after))",
      summary: "It takes \(seconds(after)) until \(what).", events: [from, to], evidence: "\(seconds(after)) between the two")
  }

  /// Results that begin far behind the audio, and catch up.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    let values = session.lateness(on: session.client)
    guard values.count >= 2, let first = values.first, let last = values.last else {
      return .notApplicable("fewer than two interims with times came back while audio was being sent")
    }
    guard session.keepsPace, !session.readsSlowly, first > limitFromOutside + session.roundTrip, first - last > .milliseconds(400) else {
      return .pass
    }
    let interims = session.results.filter { $0.value.isFinal == false }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the first results \(seconds(first)) behind the audio",
        summary:
          "The first interim is \(seconds(first)) behind the audio and a later one only \(seconds(last)) (X − Y, n = \(values.count)): the session began late and catches up.",
        events: [interims.first?.event ?? 0, interims.last?.event ?? 0], evidence: "first interim at \(seconds(interims.first?.at ?? 0))",
        alternatives: [
          Alternative(rule: "results-slow", separateBy: seeServiceHop("who is late, and whether it lasts")),
          Alternative(rule: "audio-held-back", separateBy: seeServiceHop("when the first audio arrives there")),
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the relay takes three seconds to say 101", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  → GET /listen
      ↓ 3.01      client  ← 101
        3.10-5.10 client  → audio 2.0s
        5.12      client  → text "stop"
        5.30      client  ← close 1000
      """),
    .fires(
      "the service takes them", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=5 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 3.04      service ← 101
        0.10-5.10 client  → audio 5.0s
        3.05-5.11 service → audio 5.0s
        5.12      client  → text "stop"
        5.30      client  ← close 1000
      """),
    .fires(
      "from the client hop: far behind at first, then in time", .suspected,
      """
      \(Opening.clientHop(seconds: 6))
      ↓ 4.10      client  ← results "tell" interim start=0 duration=1
        4.50      client  ← results "tell me" interim start=0 duration=2
      ↓ 5.20      client  ← results "tell me more about" interim start=0 duration=4
        6.12      client  → text "stop"
        6.30      client  ← close 1000
      """),
    .silent(
      "a client 400 ms away", alsoShows: ["results-not-forwarded"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.81      client  ← 101
        0.90-2.90 client  → audio 2.0s
        2.95      client  → text "stop"
        3.90      client  ← close 1000
      """),
    .silent(
      "dialled with the first audio", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        4.10-6.10 client  → audio 2.0s
        4.20      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        4.30      service ← 101
        4.30-6.11 service → audio 2.0s
        6.12      client  → text "stop"
        6.30      client  ← close 1000
      """),
  ]
}
