internal import Audio
internal import Speech
internal import Timeline

/// The relay announces a container and headerless PCM follows: the service waits for a header that never comes.
struct ContainerDeclaredForRawAudio: Rule {
  let id = "container-declared-for-raw-audio"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let covers: [Subject] = [.of(.declared)]
  let hypothesis: HypothesisWords? = HypothesisWords("container=wav declared for headerless PCM", seenBy: "the relay's query")
  let title = "a container (container=wav) is declared, headerless PCM is sent"
  let why = """
    The service looks for a container header in the first bytes. Raw PCM has none, so nothing is ever decoded: the handshake succeeds, \
    no Results come, and there is no error. On the client hop: 0 messages with raw PCM, messages as soon as the same clip is sent behind a RIFF header. \
    On the service hop: the query names a container and the first bytes are samples.
    """
  let clientView = "0 messages with raw PCM; messages as soon as the same clip is sent behind a RIFF header."
  let serviceView = "The query names a container (or lacks the encoding), and the first bytes are samples and no container's header."
  func remedy(declaring declared: DeclarationCode) -> String {
    """
    Declare what is sent. Drop `container` from the relay's service URL and say what the samples are:

    ```python
    query = \(declared.python())
    url = "wss://api.deepgram.com/v1/listen?" + urlencode(query)
    ```

    ```js
    const format = \(declared.javaScript());
    const query = new URLSearchParams(format);
    const url = `wss://api.deepgram.com/v1/listen?${query}`;
    const service = new WebSocket(url, { headers });
    ```

    (Or let the client send a WAV header first, and declare neither `encoding` nor `sample_rate`.)
    """
  }
  let citation =
    "Deepgram live API: raw audio needs encoding and sample_rate; containers must carry neither. Undecodable audio is silent, rarely an error."

  func check(_ run: RunFacts) -> RuleOutcome {
    run.seesServiceHop ? .over(run.sessions, onServiceHop) : fromClientHop(run)
  }

  private func onServiceHop(_ session: SessionFacts) -> RuleOutcome {
    guard let service = session.service, service.isOpen, service.audioBytes.count >= 320 else {
      return .notApplicable("no audio reached the service")
    }
    let declared = DeclaredAudio(service)
    guard let container = declared.container else { return .notApplicable("no container is declared") }
    guard !declared.firstBytes.isContainer else { return .pass }
    guard !service.hasWords else { return .pass }
    return .findings([
      finding(
        session, .proven, party: .relay, cause: "container=\(container) declared for headerless PCM",
        summary: sentence(
          "The relay opened the service with \(declared.text), and the first bytes it sent are no \(container) header but raw samples. ",
          "The service waits for a header and decodes nothing."),
        events: [service.request?.event ?? 0, service.audio.first?.event ?? 0],
        evidence:
          "query: \(declared.text); first audio bytes: \(service.firstBytesText) (a WAV header would begin 52 49 46 46, \"RIFF\")"
      )
    ])
  }

  /// Raw fails and WAV works: the same clip, the same pace, the same client.
  private func fromClientHop(_ run: RunFacts) -> RuleOutcome {
    let played = run.sessions.filter { $0.streamedWhole && $0.client.isOpen && !$0.interrupted && $0.unreadable.isEmpty }
    let raw = played.filter { !$0.sentWAV && $0.stop != nil }
    let wav = played.filter { $0.sentWAV && $0.hasWords }
    guard !raw.isEmpty else { return .notApplicable("no session streamed raw audio to its end") }
    guard !raw.contains(where: \.hasWords) else { return .pass }
    guard let worked = wav.first, let result = worked.results.first(where: { !$0.value.text.isEmpty }) else {
      return .inconclusive("raw audio gave no words, and no session with a WAV header did better: scenario wav-header would tell")
    }
    return .findings(
      raw.map { session in
        var found = finding(
          session, .suspected, party: .relay, cause: "container=wav declared for headerless PCM",
          summary: sentence(
            "Raw PCM brings no words, and the same kind of clip behind a RIFF header does: ",
            "the service was told to expect a container, or was told nothing and looks for one."),
          events: [session.client.audio.first?.event ?? 0, session.metadata?.event ?? 0],
          evidence: sentence(
            "raw PCM sent, no words came back",
            session.metadata?.value.duration == 0 ? "; Metadata says duration 0: nothing was decoded" : ""),
          alternatives: [Alternative(rule: "format-undeclared", separateBy: seeServiceHop("the relay's query"))])
        found.evidence.append(
          Evidence(
            session: worked.info.number, events: [result.event], text: "the same behind a RIFF header: \"\(result.value.text.prefix(40))\"")
        )
        return found
      })
  }

  let examples: [RuleExample] = [
    .fires(
      "container=wav in the query, samples on the wire", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?container=wav&interim_results=true
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service ← metadata duration=0 channels=0 sha256=abc
        2.21      client  ← metadata duration=0 channels=0 sha256=abc
        2.22      service ← close 1000
        2.23      client  ← close 1000
      """),
    .fires(
      "from the client hop: raw is silent, WAV is heard", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.10-2.10 client  → audio 2.0s chunk=2000
        2.12      client  → text "stop"
        2.21      client  ← metadata duration=0 channels=0 sha256=abc
        2.23      client  ← close 1000
      session wav-header audio=linear16/16000/1/wav seconds=2 stop="stop"
        3.00      client  → GET /listen
        3.01      client  ← 101
        3.10-5.10 client  → audio 2.0s wav
      ↓ 5.00      client  ← results "tell me" final start=0 duration=2
        5.12      client  → text "stop"
        5.21      client  ← metadata duration=2 sha256=abc
        5.23      client  ← close 1000
      """),
    .silent(
      "declared raw, sent raw",
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=44100&channels=1
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service ← metadata duration=2.0
        2.21      client  ← metadata duration=2.0
      """),
    .silent(
      "container=wav and a WAV header",
      """
      run service-hop=simulated
      session wav-header audio=linear16/44100/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?container=wav
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s wav
        0.11-2.11 service → audio 2.0s wav
        2.12      client  → text "stop"
      """),
    .silent(
      "from the client hop: both are silent, so the header is not the difference", alsoShows: ["results-not-forwarded"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → text "stop"
        2.23      client  ← close 1000
      session wav-header audio=linear16/16000/1/wav seconds=2 stop="stop"
        3.00      client  → GET /listen
        3.01      client  ← 101
        3.10-5.10 client  → audio 2.0s wav
        5.12      client  → text "stop"
        5.23      client  ← close 1000
      """),
  ]
}

/// Bytes in hexadecimal, separated by blanks.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0\(digits)" : digits
  }.joined(separator: " ")
}

extension ContainerDeclaredForRawAudio: DeclaringRemedy {}
