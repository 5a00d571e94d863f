internal import Audio
internal import Codecs
internal import Dialects
internal import Speech
internal import Yams

/// Reads a profile's `audio`.
enum AudioReader {
  private static let keys = ["container", "encoding", "sample_rate", "channels", "chunk"]

  static var schema: JSONValue {
    SchemaParts.mapping(
      keys,
      [
        "container": SchemaParts.described(
          "Opus in a container, as a browser's recorder streams it; in the place of `encoding`.",
          SchemaParts.either(SchemaParts.word(AudioContainer.allCases.map(\.rawValue)), SchemaParts.nothing)),
        "encoding": SchemaParts.encoding, "sample_rate": SchemaParts.sampleRate, "channels": SchemaParts.channels,
        "chunk": SchemaParts.chunk,
      ])
  }

  static func read(_ value: YAMLValue, into profile: inout Profile) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let before = profile.audio
    if let value = mapping["encoding"] {
      let word = try value.oneOf(AudioFormat.Encoding.allCases.map(\.rawValue))
      if let encoding = AudioFormat.Encoding(rawValue: word) { profile.audio.encoding = encoding }
    }
    if let value = mapping["sample_rate"] { profile.audio.sampleRate = try value.integer(in: 4_000...384_000) }
    if let value = mapping["channels"] { profile.audio.channels = try value.integer(in: 1...16) }
    if let dialect = profile.dialect, let usual = dialect.usual, usual.isFixed, profile.audio != before,
      let key = ["channels", "sample_rate", "encoding"].lazy.compactMap({ mapping[$0] }).first
    {
      throw key.fault(
        "'\(key.name)' does not go with the client '\(dialect.name)', which sends \(usual.encoding) at \(usual.sampleRate) Hz, one channel",
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
      throw value.fault("'container' does not go with the client '\(dialect.name)', which sends \(usual.encoding)")
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
