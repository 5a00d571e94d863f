internal import Timeline

/// The service failed, and the client is told that all went well.
struct FailureToldAsSuccess: OutageRule {
  let id = "failure-told-as-success"
  let group = RuleGroup.ending
  let severity = Severity.error
  let covers: [Subject] = [.of(.closeWords, .altered)]
  let title = "the service failed in mid-stream, and the relay tells its client that the conversation came to its end"
  let why = """
    A close with 1000 says that everything that was to be said was said. A client that gets one in the middle of its audio takes half a transcript for the \
    whole, and neither tries again nor shows that something is missing.
    """
  let clientView = "A close with 1000 or 1001 and no word of a failure, before all results came."
  let serviceView = "A reset, or a Close that tells of a failure."
  let remedy = """
    Keep the two ways out of the read loop apart: the service's own 1000 after CloseStream is an end, all else is a failure:

    ```python
    try:
        async for message in service:
            await client.send_text(message)
    except websockets.ConnectionClosedError as lost:
        why = lost.rcvd.reason if lost.rcvd else "connection lost"
        await client.close(code=1011, reason=f"speech service: {why}"[:120])
    else:
        await client.close(code=1000)
    ```

    ```js
    service.on("close", (code, reason) => {
      if (code === 1000 && stopped) client.close(1000);
      else client.close(1011, `service: ${reason || code}`.slice(0, 120));
    });
    ```
    """
  let citation = "RFC 6455 §7.4.1: 1000 says that the purpose for which the connection was established has been fulfilled."

  let examples: [RuleExample] = [
    .fires(
      "1000 for a reset", .proven,
      """
      \(Opening.bothHops("reset", seconds: 4, audio: 1, options: "stop=\"stop\" service=reset"))
        1.19      note misbehaved "the service resets the connection"
      ↓ 1.20      service end rst by=service
      ↓ 1.21      client  ← close 1000
      """),
    .silent(
      "told with a failure's code and a reason",
      """
      \(Opening.bothHops("reset", seconds: 4, audio: 1, options: "stop=\"stop\" service=reset"))
        1.19      note misbehaved "the service resets the connection"
        1.20      service end rst by=service
        1.21      client  ← close 1011 "service connection lost"
      """),
    .silent(
      "told in a message before a normal close",
      """
      \(Opening.bothHops("reset", seconds: 4, audio: 1, options: "stop=\"stop\" service=reset"))
        1.19      note misbehaved "the service resets the connection"
        1.20      service end rst by=service
        1.21      client  ← message "{'type':'error','message':'the speech service is gone'}"
        1.22      client  ← close 1000
      """),
  ]
}
