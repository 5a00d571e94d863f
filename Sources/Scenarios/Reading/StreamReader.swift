internal import Timeline
internal import Yams

/// Reads the argument of a `stream` step.
enum StreamReader {
  static let rhythms = ["pace", "fixed-sleep", "burst"]
  static let longestJitter: Nanoseconds = 60 * 1_000_000_000
  static let keys = rhythms + ["from", "to", "chunk", "split-samples", "frames", "jitter", "seed"]

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> Streaming {
    guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["stream: { pace: 1.0 }"]) }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let given = mapping.pairs.filter { rhythms.contains($0.word) }
    if given.count > 1 {
      throw given[1].key.fault("'stream' has the rhythm '\(given[0].word)' already", advice: "one of \(rhythms.joined(separator: ", "))")
    }
    var streaming = Streaming()
    if let rhythm = given.first { streaming.rhythm = try read(rhythm.word, rhythm.value) }
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
    return streaming
  }

  private static func read(_ word: String, _ value: YAMLValue) throws(ConfigurationError) -> Streaming.Rhythm {
    switch word {
    case "pace": .pace(try value.number("a multiple of real time such as 1.0", in: 0.01...100))
    case "fixed-sleep": .fixedSleep(try value.duration(zero: true))
    default: .burst(try value.duration())
    }
  }
}
