internal import Speech
internal import Audio
internal import Timeline
internal import Yams

/// Reads a scenario's `audio`: one source, and what goes over the wire.
enum AudioSourceReader {
  private static let formatKeys = FileKeys.samples.names + ["header"]
  private static let headers = ["none", "wav"]
  static let sources = ["speech", "file", "silence", "tone", "noise"]
  /// Of speech alone.
  static let repeating = ["times", "pause"]
  static let timesRange = 1...100
  /// Ten minutes of made-up samples fit into memory anywhere.
  static let longest: Nanoseconds = 600 * 1_000_000_000

  static var schema: JSONValue {
    let format = SchemaParts.mapping(
      formatKeys, FileKeys.samples.forms.merging(["header": SchemaParts.word(headers)]) { $1 })
    let tone = SchemaParts.mapping(
      ["hertz", "for"], ["hertz": SchemaParts.number(1...100_000), "for": SchemaParts.duration()], required: ["hertz", "for"])
    return SchemaParts.described(
      "What is streamed: one source, and what goes over the wire.",
      SchemaParts.mapping(
        sources + repeating + ["format"],
        [
          "speech": SchemaParts.described("A built-in clip.", SchemaParts.word(BuiltIns.clipNames)),
          "times": SchemaParts.described("How often the clip is said.", SchemaParts.integer(timesRange)),
          "pause": SchemaParts.described("Silence between one time and the next.", SchemaParts.duration(zero: true)),
          "file": SchemaParts.described("A WAV file, relative to this one.", ["type": ["string", "number", "boolean"], "minLength": 1]),
          "silence": SchemaParts.duration(), "noise": SchemaParts.duration(), "tone": tone,
          "format": SchemaParts.either(SchemaParts.word(["profile", "wav"]), format),
        ], oneOf: sources))
  }

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> (AudioSource, StreamFormat) {
    let mapping = try value.mapping()
    try mapping.check(allowed: sources + repeating + ["format"])
    let format = try mapping["format"].map(Self.format) ?? .profile
    let given = mapping.pairs.filter { sources.contains($0.word) }
    guard let first = given.first else { throw value.fault("'audio' names no source", allowed: sources) }
    if given.count > 1 {
      throw given[1].key.fault("'audio' has the source '\(first.word)' already", advice: "one source a scenario")
    }
    return (try repeated(try source(first.word, first.value), mapping, whole: value), format)
  }

  /// Speech that is said again and again.
  private static func repeated(
    _ source: AudioSource, _ mapping: YAMLMapping, whole: YAMLValue
  ) throws(ConfigurationError) -> AudioSource {
    guard let more = mapping.pairs.first(where: { repeating.contains($0.word) }) else { return source }
    guard case .speech(let clip) = source else {
      throw more.key.fault("'\(more.word)' goes with 'speech' alone", advice: "silence, a tone and noise are as long as they say")
    }
    guard let times = mapping["times"] else { throw more.key.fault("'pause' stands between repetitions, and 'times' names none") }
    let count = try times.integer(in: timesRange)
    let pause = try mapping["pause"]?.duration(zero: true, atMost: longest) ?? 0
    let length = AudioSource.repeatedSpeech(clip: clip, times: count, pause: pause)
    guard (Scenario.length(of: length) ?? 0) <= longest else {
      throw times.fault("the audio is longer than \(DurationText.text(longest))", allowed: ["fewer times, or a shorter pause"])
    }
    return length
  }

  private static func source(_ word: String, _ value: YAMLValue) throws(ConfigurationError) -> AudioSource {
    switch word {
    case "speech": .speech(clip: try clip(value))
    case "file": .file(path: try path(value))
    case "silence": .silence(seconds: try value.duration(atMost: longest).seconds)
    case "noise": .noise(seconds: try value.duration(atMost: longest).seconds)
    default: try tone(value)
    }
  }

  private static func clip(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let name = try value.text()
    guard BuiltIns.clipNames.contains(name) else {
      throw value.fault(
        "unknown clip '\(Quoting.short(name))'", allowed: BuiltIns.clipNames, nearest: NearestName.find(name, among: BuiltIns.clipNames),
        advice: name.hasSuffix(".wav") ? "a WAV file of your own is 'file: \(Quoting.short(name))'" : nil)
    }
    return name
  }

  private static func path(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let path = try value.text()
    guard !path.isEmpty else { throw value.fault("'file' is empty", allowed: ["the path of a WAV file, relative to this file"]) }
    return path
  }

  private static func tone(_ value: YAMLValue) throws(ConfigurationError) -> AudioSource {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["hertz", "for"])
    let hertz = try mapping.required("hertz").number(in: 1...100_000)
    return .tone(hertz: hertz, seconds: try mapping.required("for").duration(atMost: longest).seconds)
  }

  private static func format(_ value: YAMLValue) throws(ConfigurationError) -> StreamFormat {
    if value.node.mapping != nil { return try own(value) }
    return try value.oneOf(["profile", "wav"]) == "wav" ? .wav : .profile
  }

  /// What is not said is as usual: linear16, 44100 Hz, one channel, no header.
  private static func own(_ value: YAMLValue) throws(ConfigurationError) -> StreamFormat {
    let mapping = try value.mapping()
    try mapping.check(allowed: formatKeys)
    var format = AudioFormat()
    try FileKeys.samples.take(mapping, into: &format)
    return .own(format, header: try mapping["header"]?.oneOf(headers) == "wav")
  }
}
