internal import Speech
internal import Timeline
internal import Yams

/// `stream: { pace: 1.0 }`: sends the audio.
struct StreamStep: StepKind {
  static let name = "stream"
  static let help = "Sends the audio, at real time unless pace, burst or fixed-sleep says otherwise; from and to cut a piece out of it."
  static let argument = StepArgument.optional(schema)

  let streaming: Streaming

  private static let rhythms = ["pace", "fixed-sleep", "burst"]
  private static let longestJitter: Nanoseconds = 60 * 1_000_000_000
  private static let keys = rhythms + ["from", "to", "chunk", "split-samples", "frames", "jitter", "seed"]

  private static var schema: JSONValue {
    var members =
      SchemaParts.mapping(
        keys,
        [
          "pace": SchemaParts.described("A multiple of real time.", SchemaParts.number(0.01...100)),
          "fixed-sleep": SchemaParts.described("Sleep so long after each chunk, as naive clients do.", SchemaParts.duration(zero: true)),
          "burst": SchemaParts.described("So much audio at once each time.", SchemaParts.duration()),
          "from": SchemaParts.duration(zero: true), "to": SchemaParts.duration(), "chunk": SchemaParts.chunk,
          "split-samples": SchemaParts.bool, "frames": SchemaParts.integer(1...1000), "jitter": SchemaParts.duration(),
          "seed": SchemaParts.integer(0...(1 << 53)),
        ], atMostOneOf: rhythms
      ).object ?? [:]
    members["dependentRequired"] = ["seed": ["jitter"]]
    return .object(members)
  }

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument else { return entry.placed(.stream(Streaming())) }
    guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["stream: { pace: 1.0 }"]) }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let given = mapping.pairs.filter { rhythms.contains($0.word) }
    if given.count > 1 {
      throw given[1].key.fault("'stream' has the rhythm '\(given[0].word)' already", advice: "one of \(rhythms.joined(separator: ", "))")
    }
    var streaming = Streaming()
    if let rhythm = given.first { streaming.rhythm = try Self.rhythm(rhythm.word, rhythm.value) }
    streaming.from = try mapping["from"]?.duration(zero: true)
    streaming.to = try mapping["to"]?.duration()
    if let to = streaming.to, let from = streaming.from, to <= from, let value = mapping["to"] {
      throw value.fault("'to' is \(DurationText.text(to)), not after 'from' (\(DurationText.text(from)))")
    }
    switch try mapping["chunk"].map(ChunkReader.read) {
    case nil: break
    case .samples(let count): streaming.chunkSamples = count
    case let length: streaming.chunkLength = length
    }
    streaming.splitsSamples = try mapping["split-samples"]?.bool() ?? false
    if streaming.splitsSamples, let value = mapping["split-samples"] {
      guard case .bytes? = streaming.chunkLength else {
        throw value.fault("'split-samples' goes with a chunk in bytes", allowed: ["chunk: 641 B"])
      }
    }
    streaming.frames = try mapping["frames"]?.integer(in: 1...1000) ?? 1
    streaming.jitter = try mapping["jitter"]?.duration(atMost: longestJitter)
    streaming.seed = try mapping["seed"].map { seed throws(ConfigurationError) in UInt64(try seed.integer(in: 0...(1 << 53))) }
    if let value = mapping["seed"], streaming.jitter == nil {
      throw value.fault("'seed' stands without 'jitter'", allowed: ["jitter: 20ms"])
    }
    return entry.placed(.stream(streaming))
  }

  private static func rhythm(_ word: String, _ value: YAMLValue) throws(ConfigurationError) -> Streaming.Rhythm {
    switch word {
    case "pace": .pace(try value.number("a multiple of real time such as 1.0", in: 0.01...100))
    case "fixed-sleep": .fixedSleep(try value.duration(zero: true))
    default: .burst(try value.duration())
    }
  }

  var written: WrittenStep {
    var parts: [String] = []
    switch streaming.rhythm {
    case .pace(let pace): parts.append("pace: \(ScenarioWriter.number(pace))")
    case .fixedSleep(let length): parts.append("fixed-sleep: \(DurationText.text(length))")
    case .burst(let length): parts.append("burst: \(DurationText.text(length))")
    }
    if let jitter = streaming.jitter { parts.append("jitter: \(DurationText.text(jitter))") }
    if let seed = streaming.seed { parts.append("seed: \(seed)") }
    if let from = streaming.from { parts.append("from: \(DurationText.text(from))") }
    if let to = streaming.to { parts.append("to: \(DurationText.text(to))") }
    if let chunk = streaming.chunkSamples.map(ChunkLength.samples) ?? streaming.chunkLength { parts.append("chunk: \(chunk.yaml)") }
    if streaming.splitsSamples { parts.append("split-samples: true") }
    if streaming.frames > 1 { parts.append("frames: \(streaming.frames)") }
    return .argument("{ \(parts.joined(separator: ", ")) }")
  }

  func words(_ around: StepSession) -> String {
    let rhythm =
      switch streaming.rhythm {
      case .pace(let factor): "at pace \(DurationText.tenths(factor))"
      case .fixedSleep(let sleep): "sleeping \(DurationText.tenths(sleep.seconds * 1000)) ms after each chunk"
      case .burst(let length): "in bursts of \(DurationText.tenths(length.seconds)) s"
      }
    return "stream \(DurationText.tenths(around.streamSeconds)) s \(rhythm)"
  }
}
