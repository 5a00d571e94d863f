internal import Audio
internal import Codecs
internal import Dialects
internal import Speech
internal import Yams

/// Reads a profile's `audio`.
enum AudioReader {
  private static let keys = ["container"] + FileKeys.samples.names + ["chunk"]

  static var schema: JSONValue {
    let container = SchemaParts.described(
      "Opus in a container, as a browser's recorder streams it; in the place of `encoding`.",
      SchemaParts.either(SchemaParts.word(AudioContainer.allCases.map(\.rawValue)), SchemaParts.nothing))
    return SchemaParts.mapping(keys, FileKeys.samples.forms.merging(["container": container, "chunk": SchemaParts.chunk]) { $1 })
  }

  static func read(_ value: YAMLValue, into profile: inout Profile) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let before = profile.audio
    try FileKeys.samples.take(mapping, into: &profile.audio)
    if let dialect = profile.dialect, let usual = dialect.usual, usual.isFixed, profile.audio != before,
      let key = ["channels", "sample_rate", "encoding"].lazy.compactMap({ mapping[$0] }).first
    {
      throw key.fault(
        "'\(key.name)' does not go with the client '\(dialect.name)', which sends \(usual.encoding.rawValue) at \(usual.sampleRate) Hz, one channel",
        advice: "leave 'audio' out; both sides of a call are `client: { dialect: \(dialect.name), tracks: both }`")
    }
    if let value = mapping["container"], !value.isNothing { try contain(value, mapping, &profile) }
    if let value = mapping["chunk"] {
      let length = try ChunkReader.read(value)
      guard let samples = length.samples(in: profile.audio) else {
        throw value.fault(
          "'chunk' is '\(try value.text())', no whole number of samples", allowed: ["multiples of \(profile.audio.frameWidth) bytes"])
      }
      profile.chunkSamples = samples
    }
  }

  /// Opus in a container: what is said besides must be something that Opus has.
  private static func contain(_ value: YAMLValue, _ mapping: YAMLMapping, _ profile: inout Profile) throws(ConfigurationError) {
    let word = try value.oneOf(AudioContainer.allCases.map(\.rawValue))
    guard let container = AudioContainer(rawValue: word) else { return }
    if let dialect = profile.dialect, let usual = dialect.usual, usual.isFixed {
      throw value.fault("'container' does not go with the client '\(dialect.name)', which sends \(usual.encoding.rawValue)")
    }
    if let encoding = mapping["encoding"] {
      throw encoding.fault("'encoding' stands beside 'container': what is in a container is Opus", advice: "leave 'encoding' out")
    }
    if let rate = mapping["sample_rate"], !OpusEncoder.sampleRates.contains(profile.audio.sampleRate) {
      throw rate.fault(
        "'sample_rate' is \(profile.audio.sampleRate), a rate that Opus does not have", allowed: OpusEncoder.sampleRates.map(String.init))
    }
    if let channels = mapping["channels"], profile.audio.channels > 2 {
      throw channels.fault("'channels' is \(profile.audio.channels), more than a recorder's Opus has", allowed: ["1", "2"])
    }
    profile.contain(in: container)
  }
}
