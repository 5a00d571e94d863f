internal import Audio
internal import Timeline

/// The samples of a scenario in the format that goes over the wire, and what is known of them.
struct Sound {
  var name: String
  /// Without any header.
  var data: [UInt8]
  var transcript: String?
  /// nil where nobody knows.
  var utterances: Int?
  /// True where somebody's own clip stands in for the scenario's speech.
  var replaced = false
  /// The file of somebody's own clip that goes over the wire as it is; nil where its samples do.
  var contained: ContainerFile?

  /// - Parameter container: What the profile sends in.
  static func make(
    _ scenario: Scenario, format: AudioFormat, in container: AudioContainer?, override: SpokenClip?, seed: UInt64,
    load: (String) -> [UInt8]?
  ) throws(ConfigurationError) -> Sound {
    let rate = format.sampleRate
    switch scenario.audio {
    case .speech(let name), .repeatedSpeech(let name, _, _):
      let (_, times, pause) = scenario.audio.spoken ?? (name, 1, 0)
      if let override {
        var sound = Sound(override.repeated(times, pause: pause.seconds), as: format, timed: false)
        sound.replaced = true
        if times == 1 { sound.contained = whole(override, scenario, container) }
        return sound
      }
      guard let clip = BuiltIns.clip(name) else {
        throw ConfigurationError(
          file: "scenario '\(scenario.name)'", problem: "unknown clip '\(name)'", allowed: BuiltIns.clipNames,
          nearest: NearestName.find(name, among: BuiltIns.clipNames))
      }
      return Sound(clip.repeated(times, pause: pause.seconds), as: format, timed: true)
    case .file(let path):
      let clip = try file(path, of: scenario, load: load)
      var sound = Sound(clip, as: format, timed: false)
      sound.contained = whole(clip, scenario, container)
      return sound
    case .silence(let seconds): return made("silence", Synthesis.silence(seconds: seconds, rate: rate), format)
    case .tone(let hertz, let seconds): return made("tone", Synthesis.tone(hertz: hertz, seconds: seconds, rate: rate), format)
    case .noise(let seconds): return made("noise", Synthesis.noise(seconds: seconds, rate: rate, seed: seed), format)
    }
  }

  /// The file of a clip, where it is to be sent in what it came in.
  private static func whole(_ clip: SpokenClip, _ scenario: Scenario, _ container: AudioContainer?) -> ContainerFile? {
    guard case .profile = scenario.format, let file = clip.contained, container ?? file.container == file.container else { return nil }
    return file
  }

  private init(name: String, data: [UInt8], transcript: String? = nil, utterances: Int? = nil) {
    self.name = name
    self.data = data
    self.transcript = transcript
    self.utterances = utterances
  }

  /// - Parameter timed: somebody noted when its words are spoken; else its word times are guesses that say nothing of utterances.
  private init(_ clip: SpokenClip, as format: AudioFormat, timed: Bool) {
    let data = clip.format == format ? clip.data : Conversion.convert(clip.data, from: clip.format, to: format)
    self.init(name: clip.name, data: data, transcript: clip.transcript, utterances: timed ? clip.utterances : nil)
  }

  private static func made(_ name: String, _ mono: [Float], _ format: AudioFormat) -> Sound {
    Sound(name: name, data: Synthesis.encode(mono, as: format), utterances: 0)
  }

  private static func file(
    _ path: String, of scenario: Scenario, load: (String) -> [UInt8]?
  ) throws(ConfigurationError) -> SpokenClip {
    guard let bytes = load(path) else {
      throw ConfigurationError(
        file: path, problem: "the file of scenario '\(scenario.name)' cannot be read", advice: "paths are relative to the scenario's folder"
      )
    }
    let text = load(ClipFile.transcriptPath(of: path)).flatMap { String(validating: $0, as: UTF8.self) }
    return try ClipFile.load(bytes, name: path, transcript: text)
  }
}
