internal import Timeline

/// The relay dials a failing service again and again, and waits no longer each time.
struct RedialStorm: OutageRule {
  let id = "redial-storm"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.leaving, .extra)]
  let title = "the relay dials a failing service again and again without waiting longer"
  let why = """
    A service that refuses or breaks off does so for all relays at once. If each of them dials again at once and for ever, the service stays down under it, \
    the account runs into its limit (429), and no client is told that anything is wrong.
    """
  let clientView = "Silence, or the same message over and over."
  let serviceView = "One opening request after the other, evenly spaced, as long as the client stays and longer."
  let remedy = """
    Wait twice as long each time, with some chance in it, and give up after a few attempts with a word to the client:

    ```python
    for attempt in range(4):
        try:
            service = await websockets.connect(url)
            break
        except (OSError, websockets.InvalidHandshake) as failed:
            await asyncio.sleep(0.25 * 2**attempt * random.uniform(0.5, 1.5))
    else:
        await client.close(code=1013, reason="no way to the service")
    ```

    ```js
    async function dial(attempt = 0) {
      try { return await open(url); } catch (failed) {
        if (attempt === 4) return client.close(1013, "no way to the service");
        const pause = 250 * 2 ** attempt * (0.5 + Math.random());
        await new Promise((done) => setTimeout(done, pause));
        return dial(attempt + 1);
      }
    }
    ```
    """
  let citation =
    "RFC 6455 §7.2.3: reconnect after a random delay, and longer ones after each failure (truncated binary exponential backoff)."

  let examples: [RuleExample] = [
    .fires(
      "twice a second for ever", .proven,
      """
      run service-hop=simulated
      session down audio=linear16/16000/1 seconds=2 stop="stop" service=refused-503
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.03      note misbehaved "the service refuses with 503, as when it is overloaded"
      ↓ 0.04      service ← 503
      ↓ 0.54      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.56      service ← 503
        1.04      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.06      service ← 503
        1.54      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.56      service ← 503
        2.04      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        2.06      service ← 503
        2.54      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        2.56      service ← 503
        3.04      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        3.06      service ← 503
        5.00      client  ← close 1013 "the speech service cannot be reached: 503"
      """),
    .silent(
      "longer each time, and then no more",
      """
      run service-hop=simulated
      session down audio=linear16/16000/1 seconds=2 stop="stop" service=refused-503
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.03      note misbehaved "the service refuses with 503, as when it is overloaded"
        0.04      service ← 503
        0.29      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.31      service ← 503
        0.81      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.83      service ← 503
        1.83      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        1.85      service ← 503
        1.86      client  ← close 1013 "the speech service cannot be reached: 503"
      """),
  ]
}
