internal import Audio
internal import Timeline
internal import Yams

/// Reads a profile from YAML; the first thing wrong ends it with its place, what is allowed and the nearest name.
///
/// No message holds a value that came from `${NAME}`: what is quoted is the text as written.
package enum ProfileReader {
  static let keys = ["relay", "headers", "subprotocols", "query", "audio", "stop", "messages"]
  /// Keys of the full format that this version does not play: an error, unless they stand with nothing.
  static let laterKeys = ["login", "ready", "one_shot", "tls", "client_certificate", "ca", "proxy", "resolve"]

  /// - Parameters:
  ///   - file: the file's name as the user gave it; it begins every message.
  ///   - environment: what `${NAME}` looks up.
  ///   - faults: names that `fault` may have; empty takes any.
  package static func read(
    _ bytes: [UInt8], file: String, environment: [String: String], faults: [String] = []
  ) throws(ConfigurationError) -> ProfileFile {
    let root = try YAMLText.parse(bytes, file: file, wants: "a profile")
    let mapping = try root.mapping()
    if mapping["steps"] != nil { throw root.fault("this is a scenario, a profile was expected", advice: "pass it as an argument of run") }
    try mapping.check(allowed: keys + RunOptionsReader.keys, later: laterKeys)
    var substitution = Substitution(environment: environment)
    var profile = Profile()
    profile.relay = try mapping["relay"].map { value throws(ConfigurationError) in try url(value, &substitution) }
    if let value = mapping["headers"] { profile.headers = try HeaderReader.read(value, &substitution) }
    if let value = mapping["subprotocols"] { profile.subprotocols = try HeaderReader.subprotocols(value, &substitution) }
    if let value = mapping["query"] { profile.query = try query(value, &substitution) }
    if let value = mapping["audio"] { try audio(value, into: &profile) }
    if let value = mapping["stop"] { profile.stop = try StopReader.read(value, &substitution) }
    if let value = mapping["messages"] { profile.messages = try messages(value) }
    let options = try RunOptionsReader.read(mapping, faults: faults, substitution: &substitution)
    profile.secrets = substitution.secrets
    return ProfileFile(profile: profile, options: options)
  }

  /// A `ws` or `wss` URL, expanded and checked.
  static func url(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    let text = try substitution.expand(value, in: .url)
    do {
      _ = try WebSocketURL(parsing: text)
    } catch {
      throw value.fault("'\(value.name)' is '\(Quoting.short(try value.text()))': \(error.problem)", advice: error.advice)
    }
    return text
  }

  /// Values stay as they are here; they are percent-encoded when they are added to the URL.
  private static func query(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [HeaderField] {
    var fields: [HeaderField] = []
    for pair in try value.mapping().pairs {
      let values = pair.value.node.sequence == nil ? [pair.value] : try pair.value.list()
      for value in values { fields.append(HeaderField(pair.word, try substitution.expand(value))) }
    }
    return fields
  }

  private static func audio(_ value: YAMLValue, into profile: inout Profile) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["encoding", "sample_rate", "channels", "chunk"])
    if let value = mapping["encoding"] {
      let word = try value.oneOf(AudioFormat.Encoding.allCases.map(\.rawValue))
      if let encoding = AudioFormat.Encoding(rawValue: word) { profile.audio.encoding = encoding }
    }
    if let value = mapping["sample_rate"] { profile.audio.sampleRate = try value.integer(in: 4_000...384_000) }
    if let value = mapping["channels"] { profile.audio.channels = try value.integer(in: 1...16) }
    if let value = mapping["chunk"] {
      let length = try ChunkReader.read(value)
      guard let samples = length.samples(in: profile.audio) else {
        throw value.fault(
          "'chunk' is '\(try value.text())', no whole number of samples", allowed: ["multiples of \(profile.audio.frameWidth) bytes"])
      }
      profile.chunkSamples = samples
    }
  }

  private static func messages(_ value: YAMLValue) throws(ConfigurationError) -> String {
    if value.node.mapping != nil {
      throw value.fault("a mapping of messages is not supported by this version", allowed: ["auto", "deepgram"])
    }
    return try value.oneOf(["auto", "deepgram"])
  }
}
