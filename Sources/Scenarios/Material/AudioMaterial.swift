package import Audio
internal import Codecs
package import Timeline

/// What a session streams: bytes in the format that goes over the wire, what they really are, and the scenario as it is played with them.
package struct AudioMaterial: Sendable, Equatable {
  /// nil where the scenario streams nothing.
  package var info: AudioInfo?
  /// What goes over the wire, a RIFF header in front where the scenario wants one, or a container as it is.
  package var bytes: [UInt8]
  /// Length of that header; 0 for raw samples.
  package var headerBytes: Int
  /// Of the samples; in a container, of those that were encoded.
  package var format: AudioFormat
  /// Where in a container how much of its audio is over; nil for samples.
  package var marks: AudioMarks?
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
    let sound = try Sound.make(played, format: format, in: played.format.container(profile), override: override, seed: seed, load: load)
    let seconds = format.seconds(bytes: sound.data.count)
    if !sound.replaced { try check(played, lastsLongerThan: seconds) }
    if let container = sound.contained?.container ?? played.format.container(profile) {
      return try contained(sound, container, format, played)
    }
    let header = played.format.hasHeader ? WAVHeader.bytes(format: format, dataLength: sound.data.count) : []
    let info = AudioInfo(
      name: sound.name, encoding: format.encoding.rawValue, sampleRate: format.sampleRate,
      channels: format.channels, container: played.format.hasHeader ? "wav" : nil, seconds: seconds,
      transcript: sound.transcript, utterances: sound.utterances)
    return AudioMaterial(
      info: info, bytes: header + sound.data, headerBytes: header.count, format: format, scenario: played)
  }

  /// A user's own file byte for byte, or the samples encoded as a recorder would.
  private static func contained(
    _ sound: Sound, _ container: AudioContainer, _ format: AudioFormat, _ played: Scenario
  ) throws(ConfigurationError) -> AudioMaterial {
    let samples = SampleCodec.decode(sound.data, format.encoding)
    let made = sound.contained ?? ContainerFile(encoding: samples, sampleRate: format.sampleRate, channels: format.channels, in: container)
    guard let file = made else {
      throw ConfigurationError(
        file: "scenario '\(played.name)'", problem: "Opus has no \(format.sampleRate) Hz in \(format.channels) channels",
        allowed: OpusEncoder.sampleRates.map { "\($0) Hz" })
    }
    let info = AudioInfo(
      name: sound.name, encoding: AudioEncoding.Codec.opus.rawValue, sampleRate: OpusPacket.rate, channels: file.head.channels,
      container: container.rawValue,
      seconds: file.seconds, transcript: sound.transcript, utterances: sound.utterances,
      bytesPerSecond: Int(Double(file.bytes.count - file.marks.headerLength) / max(0.001, file.seconds)))
    return AudioMaterial(
      info: info, bytes: file.bytes, headerBytes: file.marks.headerLength, format: format, marks: file.marks, scenario: played)
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
