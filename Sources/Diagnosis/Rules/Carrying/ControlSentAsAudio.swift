internal import Audio
internal import Speech
internal import Timeline

/// CloseStream, KeepAlive or Finalize goes to the service in a binary message.
struct ControlSentAsAudio: Rule {
  let id = "control-sent-as-audio"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.signals, .altered), .of(.endOfStream, .missing)]
  let hypothesis: HypothesisWords? = HypothesisWords("control messages sent as audio", seenBy: "what the binary frames hold")
  let title = "a control message (CloseStream, KeepAlive …) is sent in a binary message"
  let why = """
    The service takes every binary message for audio: a CloseStream in one is a click of 22 bytes, and the stream never ends. No last final, no Metadata, \
    and net0001 ten seconds later. A KeepAlive in one keeps nothing alive for longer than audio would.
    """
  let clientView = "No last final and no Metadata after the stop, then net0001 or a hang."
  let serviceView = "Binary frames that hold JSON: CloseStream, KeepAlive or Finalize."
  let remedy = """
    Control messages are text:

    ```python
    await service.send(json.dumps({"type": "CloseStream"}))      # str, not .encode()
    ```

    ```js
    service.send(JSON.stringify({ type: "CloseStream" }));       // not Buffer.from(…)
    ```
    """
  let citation = "Deepgram live API: KeepAlive, Finalize and CloseStream are text messages."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      // What the client itself sends so is the client's doing, and plain to see on its own hop.
      if let own = session.client.binaryControls.first { return found(session, own, party: .client, hop: "client hop") }
      guard run.seesServiceHop else { return .pass }
      guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
      guard let control = service.binaryControls.first else { return .pass }
      return found(session, control, party: .relay, hop: "service hop")
    }
  }

  private func found(_ session: SessionFacts, _ control: Located<[UInt8]>, party: Party, hop: String) -> RuleOutcome {
    let text = VisibleText.quote(control.value, limit: 60)
    let side = party == .client ? session.client : session.service
    let isAmid = side?.audio.contains { $0.event == control.event } ?? false
    let width = session.info.audio.flatMap { AudioFormat($0) }?.encoding.width ?? 1
    let isOutOfStep = control.value.count % width != 0 && side?.audio.contains { $0.event >= control.event } ?? false
    return .findings([
      finding(
        session, .proven, party: party, cause: "\(text) sent in a binary message",
        summary: sentence(
          "The \(party.rawValue) sends \(text) in a binary message, where it counts as \(control.value.count) bytes of audio: ",
          "what it asks for never happens.",
          isOutOfStep ? " They are no whole number of samples: what follows is out of step, and noise to the service." : ""),
        events: [control.event],
        evidence: "\(hop): opcode 2 with \(isAmid ? "\(text) amid its audio" : "the payload \(text)") at \(moment(control.at))")
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "CloseStream as bytes", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
      ↓ 2.13      service → binary "{'type':'CloseStream'}"
        12.3      service ← close 1011 "net0001"
      """),
    .fires(
      "the client's own stop in a binary message", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
      ↓ 2.12      client  → binary "{'type':'CloseStream'}"
        14.2      note wait-expired "closed within 12 s"
      """),
    .silent(
      "CloseStream as text",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
    .silent(
      "results that come back in binary messages are another matter",
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-2.01 service → audio 2.0s
        1.20      client  ← binary "{'type':'Results'}"
        2.12      client  → text "stop"
        2.13      service → CloseStream
      """),
  ]
}
