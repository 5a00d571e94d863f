internal import Audio
internal import Codecs
internal import Dialects
internal import Timeline
internal import Wire
internal import Yams

/// Reads a profile from YAML; the first thing wrong ends it with its place, what is allowed and the nearest name.
///
/// No message holds a value that came from `${NAME}`: what is quoted is the text as written.
package enum ProfileReader {
  static let keys =
    ["relay", "direct", "headers", "subprotocols", "query", "login", "client", "audio", "stop", "ready", "results", "one_shot", "messages"]
    + ConnectionReader.keys
  static let audioKeys = ["container", "encoding", "sample_rate", "channels", "chunk"]

  /// - Parameters:
  ///   - file: the file's name as the user gave it; it begins every message.
  ///   - environment: what `${NAME}` looks up.
  ///   - login: the result of the profile's login; nil before it: the profile is checked all the same, and where `${login}` stands is
  ///     a word in its place.
  ///   - faults: names that `fault` may have; empty takes any.
  package static func read(
    _ bytes: [UInt8], file: String, environment: [String: String], login: String? = nil, faults: [String] = []
  ) throws(ConfigurationError) -> ProfileFile {
    let root = try YAMLText.parse(bytes, file: file, wants: "a profile")
    let mapping = try root.mapping()
    if mapping["steps"] != nil { throw root.fault("this is a scenario, a profile was expected", advice: "pass it as an argument of run") }
    try mapping.check(allowed: keys + RunOptionsReader.keys)
    let logsIn = mapping["login"].map { !$0.isNothing } ?? false
    var substitution = Substitution(environment: environment, login: logsIn ? login ?? Login.placeholder : nil)
    var profile = Profile()
    if logsIn, let value = mapping["login"] { profile.login = try LoginReader.read(value, &substitution) }
    profile.relay = try mapping["relay"].map { value throws(ConfigurationError) in try url(value, &substitution) }
    if let value = mapping["direct"] {
      profile.isDirect = try value.bool()
      // The service knows no other.
      if profile.isDirect { profile.stop = .text(#"{"type":"CloseStream"}"#) }
    }
    if let value = mapping["headers"] { profile.headers = try HeaderReader.read(value, &substitution) }
    if let value = mapping["subprotocols"] { profile.subprotocols = try HeaderReader.subprotocols(value, &substitution) }
    if let value = mapping["query"] { profile.query = try query(value, &substitution) }
    if let value = mapping["client"], !value.isNothing { profile.speak(try ClientReader.read(value, &substitution)) }
    if let value = mapping["audio"] { try audio(value, into: &profile) }
    if let value = mapping["stop"] { profile.stop = try StopReader.read(value, &substitution) }
    if let value = mapping["messages"] { profile.messages = try MessagesReader.read(value) }
    if let value = mapping["ready"], !value.isNothing { profile.ready = try SelectorReader.condition(value) }
    if let value = mapping["results"], !value.isNothing { profile.results = try ResultsReader.read(value, &substitution) }
    if let value = mapping["one_shot"], !value.isNothing { profile.oneShot = try httpURL(value, &substitution) }
    profile.connection = try ConnectionReader.read(mapping, &substitution)
    if profile.dialect?.isBrowser == true { try keepBrowserRules(mapping, &profile) }
    let options = try RunOptionsReader.read(mapping, faults: faults, substitution: &substitution)
    profile.secrets = substitution.secrets
    return ProfileFile(profile: profile, options: options)
  }

  /// What a browser offers is offered; what no page can send is said at once.
  private static func keepBrowserRules(_ mapping: YAMLMapping, _ profile: inout Profile) throws(ConfigurationError) {
    if let headers = mapping["headers"], let header = profile.headers.first(where: { !BrowserRules.maySend(header: $0.name) }) {
      throw headers.fault(
        "'headers' has \(header.name), which no page in a browser can send (client: { browser: true })", allowed: BrowserRules.headers,
        advice: "give a token as a subprotocol, in the query, or as a cookie")
    }
    if mapping["compression"] == nil { profile.connection.compression = .usual }
  }

  /// A `ws` or `wss` URL, expanded and checked.
  static func url(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    try url(value, &substitution, .webSocket)
  }

  /// An `http` or `https` URL, expanded and checked.
  static func httpURL(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    try url(value, &substitution, .http)
  }

  private static func url(
    _ value: YAMLValue, _ substitution: inout Substitution, _ family: WebSocketURL.Family
  ) throws(ConfigurationError) -> String {
    let text = try substitution.expand(value, in: .url)
    do {
      _ = try WebSocketURL(parsing: text, as: family)
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

  private static func audio(_ value: YAMLValue, into profile: inout Profile) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try mapping.check(allowed: audioKeys)
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
}
