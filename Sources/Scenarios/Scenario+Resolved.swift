package import Audio
package import Timeline

extension Scenario {
  /// What one client does, one step after the other, without `repeat` and `parallel`.
  package var flatSteps: [Step] { steps.flatMap(\.flattened) }

  /// True where at least one step sends audio.
  package var streams: Bool {
    flatSteps.contains { if case .stream = $0 { true } else { false } } || isOneShot
  }

  /// True where it sends a recording whole over HTTP, and opens no WebSocket.
  package var isOneShot: Bool { oneShotLimit != nil }

  /// How long a recording that is sent whole may take to be answered; nil where none is.
  package var oneShotLimit: Nanoseconds? {
    for case .oneShot(let within) in flatSteps { return within }
    return nil
  }

  /// What each client plays: the scenario itself, or one of a `parallel` step for each of its clients. Without `repeat`.
  package var clients: [Scenario] {
    var one = self
    one.steps = flatSteps
    guard case .parallel(let clients, _)? = steps.first else { return [one] }
    return clients.map { client in
      var copy = one
      copy.audio = client.source
      copy.format = client.format
      return copy
    }
  }

  /// The stop message that stands in the place of the profile's, if any.
  package var ownStop: StopSignal? {
    for case .alternativeStop(let signal) in flatSteps { return signal }
    return nil
  }

  /// The same as a player takes it: every chunk in samples or bytes of the format that is sent, every jitter with a seed.
  package func resolved(for profile: Profile, seed: UInt64 = 0) throws(ConfigurationError) -> Scenario {
    var copy = self
    copy.steps = flatSteps
    let audio = format.audio(profile)
    for (index, step) in copy.steps.enumerated() {
      guard case .stream(var streaming) = step else { continue }
      if streaming.jitter != nil { streaming.seed = streaming.seed ?? seed &+ UInt64(index) }
      if let length = streaming.chunkLength {
        try resolve(length, &streaming, audio)
        streaming.chunkLength = nil
      }
      copy.steps[index] = .stream(streaming)
    }
    return copy
  }

  private func resolve(_ length: ChunkLength, _ streaming: inout Streaming, _ audio: AudioFormat) throws(ConfigurationError) {
    if let samples = length.samples(in: audio) {
      streaming.chunkSamples = streaming.chunkSamples ?? samples
    } else if case .bytes(let count) = length, streaming.splitsSamples {
      streaming.chunkBytes = count
    } else {
      throw ConfigurationError(
        file: "scenario '\(name)'", problem: "a chunk is no whole number of samples of the format that is sent",
        allowed: ["multiples of \(audio.frameWidth) bytes"], advice: "to cut samples in two on purpose, add split-samples: true")
    }
  }

  /// The same scenario as it is played with somebody's own clip: what it expects of the words of its own clip goes,
  /// but that a clip with a transcript yields at least one.
  package func replacingSpeech(with clip: SpokenClip) -> Scenario {
    guard audio.spoken != nil else { return self }
    var copy = self
    copy.expectations = expectations.filter { expectation in
      switch expectation.subject {
      case .metadata, .close, .closed, .nothingAfterClose: true
      case .wer: clip.transcript != nil
      case .messages, .results, .interims, .finals:
        clip.transcript != nil && expectation.atMost == nil && (expectation.atLeast ?? 0) <= 1
      // What is timed, or in order, is so with any words.
      case .firstResult, .firstFinal, .lastFinal, .latency, .order: clip.transcript != nil
      }
    }
    return copy
  }
}
