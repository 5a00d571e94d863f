internal import Audio
internal import Speech
internal import Timeline

/// Raw samples are sent and nobody told the service what they are.
struct FormatUndeclared: Rule {
  let id = "format-undeclared"
  let group = RuleGroup.declaring
  let severity = Severity.error
  let covers: [Subject] = [.of(.declared)]
  let hypothesis: HypothesisWords? = HypothesisWords("raw audio, and no encoding declared", seenBy: "the relay's query")
  let title = "raw audio is sent, no encoding and no sample rate are declared"
  let why = """
    Without `encoding` the service looks for a container header in the first bytes. Raw PCM has none, so nothing is decoded: no Results, no error, \
    and a Metadata with duration 0 and channels 0 at the end. From the client hop it looks like a declared container.
    """
  let clientView = "0 messages; at most a Metadata with duration 0 and channels 0 at the end."
  let serviceView = "The query has neither `encoding` nor `sample_rate`, and the first bytes are raw samples."
  func remedy(declaring declared: DeclarationCode) -> String {
    """
    Say what the samples are, in the relay's service URL:

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
    """
  }
  let citation = "Deepgram live API: raw audio needs encoding and sample_rate in the query."

  func check(_ run: RunFacts) -> RuleOutcome {
    guard run.seesServiceHop else { return .notApplicable("the relay's query can't be seen from the client hop") }
    return .over(run.sessions) { session in
      guard let service = session.service, service.isOpen, service.audioBytes.count >= 320 else {
        return .notApplicable("no audio reached the service")
      }
      let declared = DeclaredAudio(service)
      guard declared.encoding == nil, declared.container == nil else { return .pass }
      // A service that heard words knew the format, from wherever.
      guard !declared.firstBytes.isContainer, !service.hasWords else { return .pass }
      if let carriage = session.carriage, carriage.hasLostHeader {
        return .notApplicable("the header that tells the format was lost with the beginning: audio-lost-at-start looks at it")
      }
      // What a client sends in a container tells its own format, however broken it arrives.
      if session.info.audio?.isCompressed == true, !session.arrivesAsSamples {
        return .notApplicable("what arrives is no samples, but what became of a container")
      }
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "headerless PCM sent, no encoding declared",
          summary: sentence(
            "The relay opened the service without `encoding`, and the first bytes it sent are no container header but raw samples. ",
            "The service cannot know what they are, and decodes nothing.",
            run.run.origin.isScripted
              ? " If the relay's clients are browsers that record with MediaRecorder, this query is right for them, and samples are not: run it with `--container webm`."
              : ""),
          events: [service.request?.event ?? 0, service.audio.first?.event ?? 0],
          evidence: "query: \(declared.text); first audio bytes: \(service.firstBytesText)")
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "no encoding in the query, samples on the wire", .proven,
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
      ↓ 0.02      service → GET /v1/listen?interim_results=true
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
    .silent(
      "a WAV header says it all", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session wav-header audio=linear16/44100/1/wav seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?interim_results=true
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s wav
        0.11-2.11 service → audio 2.0s wav
      """),
    .silent(
      "declared", alsoShows: ["close-stream-missing"],
      """
      run service-hop=simulated
      session baseline audio=linear16/44100/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=44100
        0.04      service ← 101
        0.10-2.10 client  → audio 2.0s
        0.11-2.11 service → audio 2.0s
      """),
  ]
}

extension FormatUndeclared: DeclaringRemedy {}
