internal import Audio
internal import Speech
internal import Timeline

/// Chunks reach the service in another order than they were sent.
struct AudioReordered: Rule {
  let id = "audio-reordered"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.audio, .moved)]
  let hypothesis: HypothesisWords? = HypothesisWords("audio reordered on the way", seenBy: "the order of the bytes")
  let title = "audio reaches the service in the wrong order"
  let why = """
    A task for each chunk, a thread pool, a priority queue: nothing then keeps the order in which chunks are sent on. The length is right and every byte is there, \
    but words are cut and mixed.
    """
  let clientView = "Words are cut and mixed; Metadata.sha256 differs although its duration is right."
  let serviceView = "Every byte of the client's is there, in another order."
  let remedy = """
    One task reads and sends; never start one for each chunk:

    ```python
    while (message := await client.receive())["type"] == "websocket.receive":
        if chunk := message.get("bytes"):
            await service.send(chunk)              # not asyncio.create_task(service.send(chunk))
    ```

    ```js
    client.on("message", (data, isBinary) => {       // not async: nothing is awaited before the send
      if (isBinary) service.send(data);
    });
    ```
    """
  let citation = "Seen in the field twice: chunks sent by concurrent tasks overtake each other."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .notApplicable("the order in which audio arrives can't be seen from the client hop") }
    return .over(run.sessions) { session in
      guard let carriage = session.carriage else { return .notApplicable("no audio of this session reached the service") }
      guard !carriage.comparison.unrelated else { return .inconclusive("the relay sends other bytes than it got") }
      let moved = carriage.comparison.moved.filter { $0.count >= 4 * carriage.sentFormat.frameWidth && !carriage.isQuiet(arrived: $0) }
      guard let first = moved.first, carriage.main == .moved else { return .pass }
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "audio reaches the service in the wrong order",
          summary: sentence(
            "Some of the client's audio arrives behind audio that was sent later: ",
            "\(count(moved.count, "piece")), \(seconds(carriage.seconds(moved.reduce(0) { $0 + $1.count }))) in all."),
          events: moved.prefix(3).map { carriage.service.piece(at: $0.lowerBound)?.event ?? 0 },
          evidence:
            "the first of them at byte \(first.lowerBound) of what arrives, \(decimal(carriage.seconds(first.lowerBound), 2)) s into it")
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "one chunk overtakes another", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-0.41 service → audio 0.4s
        0.51      service → audio 0.1s from=0.5
      ↓ 0.52      service → audio 0.1s from=0.4
        0.71-2.01 service → audio 1.4s from=0.6
        2.12      client  → text "stop"
      """),
    .silent(
      "in order, in other chunks",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.21-2.01 service → audio 2.0s chunk=170
        2.12      client  → text "stop"
      """),
    .silent(
      "a repeated chunk is not a moved one", alsoShows: ["audio-duplicated"],
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-0.51 service → audio 0.5s
        0.52-2.01 service → audio 1.6s from=0.4
        2.12      client  → text "stop"
      """),
  ]
}
