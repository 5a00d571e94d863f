internal import Timeline

/// The service says nothing any more, with its connection open, and the relay waits for ever.
struct ServiceHangUnnoticed: OutageRule {
  let id = "service-hang-unnoticed"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.closing, .missing)]
  let title = "the service hangs, and the relay waits for ever and tells nobody"
  let why = """
    A service that hangs closes nothing: the handshake is never answered, or the results and the pongs stop. Without a clock of its own the relay waits as long as \
    its client does, and holds a connection, a task and a user who is still speaking.
    """
  let clientView = "Accepted, or served for a while; then silence, and no Close."
  let serviceView = "A handshake without an answer, or a connection on which only the relay still speaks."
  let remedy = """
    Give each wait a limit: for the handshake, for a pong while audio flows, and for the service's last words after CloseStream; say which one ran out:

    ```python
    try:
        service = await websockets.connect(
            url, additional_headers=headers,
            open_timeout=5, ping_interval=5, ping_timeout=5)
    except TimeoutError:
        await client.close(code=1011, reason="no answer of the service in 5 s")
    ```

    ```js
    const service = new WebSocket(url, { headers, handshakeTimeout: 5000 });
    const giveUp = () => client.close(1011, "the service says nothing");
    const drained = setTimeout(giveUp, 5000);        // begins with CloseStream
    service.on("close", () => clearTimeout(drained));
    ```
    """
  let citation =
    "RFC 6455 §5.5.2: a Ping may serve to verify that the remote endpoint is still responsive. TCP alone tells of a peer that is gone after hours."

  let examples: [RuleExample] = [
    .fires(
      "the handshake is never answered", .proven,
      """
      run service-hop=simulated
      session hang audio=linear16/16000/1 seconds=2 stop="stop" service=hang-in-handshake
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      ↓ 0.03      note misbehaved "the service takes the connection and never answers the handshake"
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
      ↓ 17.2      note wait-expired "closed within 15 s"
        17.2      client  → close 1000
      """),
    .fires(
      "no answer to the end of the stream", .proven,
      """
      \(Opening.bothHops("no-answer", seconds: 4, audio: 4, options: "stop=\"stop\" service=no-answer"))
        1.60      note misbehaved "the service takes audio and answers nothing but pings"
      ↓ 4.12      client  → text "stop"
        4.13      service → CloseStream
      ↓ 19.2      note wait-expired "closed within 15 s"
        19.2      client  → close 1000
      """),
    .silent(
      "the relay gives up and says so",
      """
      run service-hop=simulated
      session hang audio=linear16/16000/1 seconds=2 stop="stop" service=hang-in-handshake
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.03      note misbehaved "the service takes the connection and never answers the handshake"
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        10.0      client  ← close 1011 "the service did not answer the handshake within 10 s"
      """),
  ]
}
