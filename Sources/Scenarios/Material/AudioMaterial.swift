package import Audio
package import Timeline

/// What a session streams: bytes in the format that goes over the wire, what they really are, and the scenario as it is played with them.
package struct AudioMaterial: Sendable, Equatable {
  /// nil where the scenario streams nothing.
  package var info: AudioInfo?
  /// What goes over the wire, a RIFF header in front where the scenario wants one.
  package var bytes: [UInt8]
  /// Length of that header; 0 for raw samples.
  package var headerBytes: Int
  package var format: AudioFormat
  /// Chunks in samples, and without expectations that rest on a clip that was replaced.
  package var scenario: Scenario

  /// - Parameters:
  ///   - override: the clip that takes the place of speech, from `--audio FILE`.
  ///   - seed: of noise.
  ///   - load: the bytes of a file by its path as the scenario has it; nil where it cannot be read.
  package static func prepare(
    _ scenario: Scenario, profile: Profile, override: SpokenClip? = nil, seed: UInt64 = 0, load: (String) -> [UInt8]?
  ) throws(ConfigurationError) -> AudioMaterial {
    let played = try (override.map { scenario.replacingSpeech(with: $0) } ?? scenario).resolved(for: profile, seed: seed)
    let format = played.format.audio(profile)
    guard played.streams else {
      return AudioMaterial(info: nil, bytes: [], headerBytes: 0, format: format, scenario: played)
    }
    let sound = try Sound.make(played, format: format, override: override, seed: seed, load: load)
    let seconds = format.seconds(bytes: sound.data.count)
    if !sound.replaced { try check(played, lastsLongerThan: seconds) }
    let header = played.format.hasHeader ? WAVHeader.bytes(format: format, dataLength: sound.data.count) : []
    let info = AudioInfo(
      name: sound.name, encoding: format.encoding.rawValue, sampleRate: format.sampleRate,
      channels: format.channels, container: played.format.hasHeader ? "wav" : nil, seconds: seconds,
      transcript: sound.transcript, utterances: sound.utterances)
    return AudioMaterial(
      info: info, bytes: header + sound.data, headerBytes: header.count, format: format, scenario: played)
  }

  /// A step that begins behind the end of its clip would send nothing, and look like a relay that lost it.
  private static func check(_ scenario: Scenario, lastsLongerThan seconds: Double) throws(ConfigurationError) {
    for case .stream(let streaming) in scenario.steps {
      guard let from = streaming.from, from.seconds >= seconds else { continue }
      throw ConfigurationError(
        file: "scenario '\(scenario.name)'", problem: "a stream step begins at \(DurationText.text(from)), behind the end of the audio",
        allowed: ["less than \(DurationText.text(.milliseconds((seconds * 1000).rounded(.down))))"])
    }
  }
}
