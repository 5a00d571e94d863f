package import Audio
internal import Timeline

extension Scenario {
  /// True where at least one step sends audio.
  package var streams: Bool {
    steps.contains { if case .stream = $0 { true } else { false } }
  }

  /// The same with every chunk in samples of the profile's format, as a player takes it.
  package func resolved(for profile: Profile) throws(ConfigurationError) -> Scenario {
    var copy = self
    for (index, step) in steps.enumerated() {
      guard case .stream(var streaming) = step, let length = streaming.chunkLength else { continue }
      guard let samples = length.samples(in: profile.audio) else {
        throw ConfigurationError(
          file: "scenario '\(name)'", problem: "a chunk is no whole number of samples of the profile's format",
          allowed: ["multiples of \(profile.audio.frameWidth) bytes"])
      }
      streaming.chunkSamples = streaming.chunkSamples ?? samples
      streaming.chunkLength = nil
      copy.steps[index] = .stream(streaming)
    }
    return copy
  }

  /// The same scenario as it is played with somebody's own clip: what it expects of the words of its own clip goes,
  /// but that a clip with a transcript yields at least one.
  package func replacingSpeech(with clip: SpokenClip) -> Scenario {
    guard case .speech = audio else { return self }
    var copy = self
    copy.expectations = expectations.filter { expectation in
      switch expectation.subject {
      case .metadata, .close: true
      case .wer: clip.transcript != nil
      case .messages, .results, .finals: clip.transcript != nil && expectation.atMost == nil && (expectation.atLeast ?? 0) <= 1
      }
    }
    return copy
  }
}
