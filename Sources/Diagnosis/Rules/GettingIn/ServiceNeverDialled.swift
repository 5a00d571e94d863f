internal import Timeline

/// The relay takes its client's audio and never calls the service.
struct ServiceNeverDialled: Rule {
  let id = "service-never-dialled"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let title = "the relay opens no connection to the service"
  let why = """
    The client is accepted and streams, and no connection comes in where the service listens: the relay fails before it dials, waits for something first, \
    or calls another address than the one that sttcheck listens on.
    """
  let clientView = "Accepted, audio is taken, and nothing ever comes back."
  let serviceView = "No connection at all, while the client streams."
  let remedy = """
    First check that the relay's service URL is the address given to `--service-listen` (a setting that was not read is the usual reason). \
    If it is, look into the relay's log for what happens between accepting a client and dialling:

    ```python
    url = os.environ["SERVICE_URL"] + "/v1/listen?" + query
    service = await websockets.connect(url)      # is this line reached?
    ```

    ```js
    const url = `${process.env.SERVICE_URL}/v1/listen?${query}`;
    const service = new WebSocket(url, { headers });   // is this line reached?
    service.on("error", (error) => console.error("dialling failed", error));
    ```
    """
  let citation = "Seen in the field: relays that swallow the exception of a failed dial."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .notApplicable("the service hop can't be seen") }
    // A connection that could not be told to a session is a connection all the same.
    guard run.strays == 0 else { return .inconclusive("a service connection came that belongs to no session") }
    return .over(run.sessions) { session in
      guard session.client.isOpen, (session.sentSeconds ?? 0) >= 0.5 else { return .notApplicable("no audio was sent") }
      guard session.services.isEmpty else { return .pass }
      // Some relays keep one connection for all their clients.
      guard run.sessions.allSatisfy(\.services.isEmpty) else { return .inconclusive("other sessions of the run have a service connection") }
      guard session.results.isEmpty else {
        return .inconclusive("results came back: the relay talks to another service than the one watched here")
      }
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "the relay never dialled the service",
          summary: sentence(
            "The relay accepted its client and took \(decimal(session.sentSeconds ?? 0, 1)) s of audio, ",
            "and no connection from it reached the address where sttcheck plays the service."),
          events: [session.client.response?.event ?? 0, session.client.audio.last?.event ?? 0, session.relayEnded?.event ?? 0],
          evidence:
            "client hop open at \(seconds(session.client.response?.at ?? 0)); no connection on the service hop until the end of the session"
        )
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "accepted, and nothing behind it", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        14.2      note wait-expired "closed within 12 s"
      """),
    .silent(
      "dialled",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
    .silent(
      "from the client hop nobody can know",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        14.2      note wait-expired "closed within 12 s"
      """),
  ]
}
