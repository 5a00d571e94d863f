internal import Timeline

/// The service is gone for all to see, and the relay goes on taking audio for nobody.
struct AudioSwallowed: OutageRule {
  let id = "audio-swallowed"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.closing, .late)]
  let title = "the relay goes on taking audio after the service is gone, and tells its client much later"
  let why = """
    Whoever speaks goes on speaking as long as nobody stops him. Each second that a relay takes for a service that is gone is a second that must be said \
    again, and nobody knows from where on.
    """
  let clientView = "Results stop; seconds of audio later comes the Close, mostly at the stop."
  let serviceView = "The service's Close, or a reset, long before the client is told."
  let remedy = """
    Wait for both directions at once, and end the session when the first of them ends, instead of one after the other:

    ```python
    up = asyncio.create_task(audio_up(client, service))
    down = asyncio.create_task(results_down(service, client))
    _, pending = await asyncio.wait(
        {up, down}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await client.close(code=1011, reason="the speech service is gone")
    ```

    ```js
    const tell = (why) => client.close(1011, `service: ${why}`.slice(0, 120));
    service.on("close", (code, reason) => tell(reason || code));
    service.on("error", (error) => tell(error.message));
    ```
    """
  let citation = "RFC 6455 §7.1.4: a Close frame, or the end of TCP, is known at once to who reads."

  let examples: [RuleExample] = [
    .fires(
      "told at the stop only", .proven,
      """
      run service-hop=simulated
      session reset audio=linear16/16000/1 seconds=6 stop="stop" service=reset
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-6.10 client  → audio 6.0s
        0.11-1.51 service → audio 1.4s
        1.60      note misbehaved "the service resets the connection"
      ↓ 1.61      service end rst by=service
        6.12      client  → text "stop"
      ↓ 6.13      client  ← close 1011 "service connection lost"
      """),
    .silent(
      "told at once",
      """
      \(Opening.bothHops("reset", seconds: 6, audio: 2, options: "stop=\"stop\" service=reset"))
        2.20      note misbehaved "the service resets the connection"
        2.21      service end rst by=service
        2.22      client  ← close 1011 "service connection lost"
      """),
  ]
}
