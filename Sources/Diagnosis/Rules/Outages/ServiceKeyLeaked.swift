internal import Timeline

/// What the relay tells its client of the service's failure has its own key in it.
struct ServiceKeyLeaked: OutageRule {
  let id = "service-key-leaked"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.closeWords, .extra)]
  let title = "the relay shows its client the key that it has for the service"
  let why = """
    `str(exception)` and a dumped request have the Authorization header in them. Whoever opens the page and waits for a failure has the key, and pays nothing \
    for what is done with it.
    """
  let clientView = "A reason or a message with the relay's key in it; a reader's eye does not know that it is one."
  let serviceView = "The same key in the relay's opening request."
  let remedy = """
    Tell what failed in words of your own, and keep exceptions, headers and URLs for the log. The key is out now: make a new one.

    ```python
    try:
        service = await websockets.connect(url, additional_headers=headers)
    except websockets.InvalidStatus as refused:
        status = refused.response.status_code
        logger.error("service refused: %s", refused)
        await client.close(code=1011, reason=f"service refused: {status}")
    ```

    ```js
    service.on("unexpected-response", (request, response) => {
      client.close(1011, `service refused: ${response.statusCode}`);
    });
    ```
    """
  let citation = "CWE-209: generation of an error message containing sensitive information."

  let examples: [RuleExample] = [
    .fires(
      "in the reason of the close", .proven,
      """
      run service-hop=simulated
      session refused audio=linear16/16000/1 seconds=2 stop="stop" service=refused-401
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.03      note misbehaved "the service refuses with 401, as for a wrong key"
        0.04      service ← 401 dg-error="Invalid credentials."
      ↓ 0.05      note key-shown "the relay's key for the service stands in what it told its client"
        0.05      client  ← close 1011 "401 for {Authorization: Token …}"
      """),
    .silent(
      "the status and no more",
      """
      run service-hop=simulated
      session refused audio=linear16/16000/1 seconds=2 stop="stop" service=refused-401
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.03      note misbehaved "the service refuses with 401, as for a wrong key"
        0.04      service ← 401 dg-error="Invalid credentials."
        0.05      client  ← close 1011 "service refused: 401"
      """),
  ]
}
