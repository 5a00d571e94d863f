internal import Speech
internal import Timeline

/// A binary message without a byte, in the middle of the audio: the service takes it for the end.
struct EmptyAudioFrame: Rule {
  let id = "empty-audio-frame"
  let group = RuleGroup.carrying
  let severity = Severity.error
  let covers: [Subject] = [.of(.endOfStream, .early)]
  let hypothesis: HypothesisWords? = HypothesisWords(
    "empty binary message sent in mid-stream", seenBy: "whether an empty binary message is sent")
  let title = "an empty binary message is sent in the middle of the audio"
  let why = """
    A binary message of 0 bytes is the service's old end of stream. A recorder that hands out an empty buffer, or a relay that sends what it has and has nothing, \
    ends the session: everything works, and then close 1000 without a reason, in the middle of a sentence.
    """
  let clientView = "Everything works, and then the session ends in the middle of a sentence with close 1000 and no reason."
  let serviceView = "A binary frame of 0 bytes in the middle of the audio, and the service's close right behind it."
  let remedy = """
    In the relay, before each send of audio, leave out what is empty; the end of the stream is said by CloseStream:

    ```python
    if chunk:
        await service.send(chunk)
    ```

    ```js
    if (data.byteLength > 0) socket.send(data);
    ```
    """
  let otherRemedies: [Party: String] = [
    .client: """
    In the client, before each send of audio, leave out what is empty (a recorder may hand out an empty buffer now and then):

    ```python
    if chunk:
        await ws.send(chunk)
    ```

    ```js
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) socket.send(data);
    };
    ```
    """
  ]
  let citation = "Deepgram live API: an empty binary message ends the stream (documented once, reported four times)."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      if let own = byClient(session) { return own }
      return run.seesServiceHop ? onServiceHop(session) : fromClientHop(session)
    }
  }

  private func byClient(_ session: SessionFacts) -> RuleOutcome? {
    let last = session.client.audio.map(\.event).max() ?? 0
    guard let empty = session.client.controls.first(where: { $0.value == .empty && $0.event < last }) else { return nil }
    let audio = session.client.audio.first { $0.event > empty.event }
    let echo = session.service?.controls.first { $0.event > empty.event && $0.at - empty.at < .seconds(1) }
    let passedOn: String? =
      switch echo?.value {
      case .empty: "the relay passes it on"
      case .closeStream: "the relay makes a CloseStream of it"
      default: nil
      }
    return .findings([
      finding(
        session, .proven, party: .client,
        cause: "the client sends an empty binary message in the middle of its audio\(passedOn.map { ", and \($0)" } ?? "")",
        summary: sentence(
          "The client sends a binary message of 0 bytes and goes on with audio: ",
          passedOn.map { "\($0), and to the service the stream is over." }
            ?? "a relay or service that takes it for the end hears nothing of that."),
        events: [empty.event, passedOn == nil ? 0 : echo?.event ?? 0, audio?.event ?? 0],
        evidence: "client hop: 0 bytes at \(moment(empty.at)), audio again at \(moment(audio?.at))")
    ])
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen else { return .notApplicable("the service hop was not open") }
    guard let empty = service.controls.first(where: { $0.value == .empty }) else { return .pass }
    let over = session.stop?.at ?? session.clientLeft ?? session.client.audio.last?.at ?? .max
    // Behind the client's stop it is the old way to end, and the relay may use it.
    guard empty.at < over else { return .pass }
    guard service.audio.contains(where: { $0.event < empty.event }) else {
      return .notApplicable("no byte of audio went before it: that is no audio at all, or an end before its beginning")
    }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "the relay sends an empty binary message in the middle of the audio",
        summary: sentence(
          "The relay sends the service a binary message of 0 bytes \(seconds(over - empty.at)) before its client has finished: ",
          "the service takes it for the end of the stream",
          service.serviceGoodbye.map { " and leaves \(seconds($0.at - empty.at)) later." } ?? "."),
        events: [empty.event, service.serviceGoodbye?.event ?? 0],
        evidence: "service hop: opcode 2 with 0 bytes at \(moment(empty.at)); the client's audio goes on until \(moment(over))")
    ])
  }

  /// An orderly end that nobody asked for.
  private func fromClientHop(_ session: SessionFacts) -> RuleOutcome {
    guard let ended = session.relayEnded, let close = ended.value, close.code == 1000, close.reason.isEmpty,
      let metadata = session.metadata, metadata.event < ended.event, metadata.value.sha256 != "incomplete",
      session.stop.map({ $0.event > metadata.event }) ?? true, session.client.controls.allSatisfy({ $0.event > metadata.event }),
      session.client.audio.contains(where: { $0.at >= metadata.at - .milliseconds(500) })
    else { return .notApplicable("the session did not end in order before its time") }
    return .findings([
      finding(
        session, .suspected, party: .relay, cause: "the service is told in the middle of the audio that it is over",
        summary:
          "Metadata and close 1000 came in the middle of the audio: the service was told that the stream is over, and not by the client.",
        events: [session.lastHeard?.event ?? 0, metadata.event, ended.event],
        evidence: "Metadata at \(moment(metadata.at)), close 1000 without a reason at \(moment(ended.at)); no stop was sent",
        alternatives: [
          Alternative(rule: "close-stream-early", separateBy: seeServiceHop("what ends the stream: an empty message or a CloseStream"))
        ])
    ])
  }

  let examples: [RuleExample] = [
    .fires(
      "the relay has nothing to send, and sends it", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-1.01 service → audio 1.0s
      ↓ 1.02      service → empty
        1.20      service ← close 1000
        1.21      client  ← close 1000
      """),
    .fires(
      "the client's own", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.00 client  → audio 1.0s
      ↓ 1.02      client  → empty
        1.10-2.00 client  → audio 1.0s from=1.0
        2.12      client  → text "stop"
      """),
    .fires(
      "from the client hop: an orderly end in the middle", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=3 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.30 client  → audio 1.3s
      ↓ 1.30      client  ← metadata duration=1.0 sha256=abc
      ↓ 1.31      client  ← close 1000
      """),
    .silent(
      "at the stop, as the old end of stream",
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
        2.13      service → empty
      """),
    .silent(
      "an empty message is the agreed stop", alsoShows: ["audio-undecodable"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop=empty-binary
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → empty
        2.20      client  ← metadata duration=2.0 sha256=abc
        2.21      client  ← close 1000
      """),
  ]
}
