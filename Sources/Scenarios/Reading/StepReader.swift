internal import Timeline
internal import Yams

/// Reads the steps of a scenario and holds their order: one connection, and nothing sent before or after it.
enum StepReader {
  static let names = ["connect", "stream", "stop", "pause", "await", "close", "vanish", "keep-alive", "finalize"]

  static func readAll(_ value: YAMLValue) throws(ConfigurationError) -> [Step] {
    let entries = try value.list()
    guard !entries.isEmpty else { throw value.fault("'steps' is empty", allowed: names) }
    var steps: [Step] = []
    var gone: String?
    for entry in entries {
      let (word, argument) = try split(entry)
      if steps.isEmpty, word != "connect" { throw entry.fault("step '\(word)' stands before 'connect'", advice: "begin with 'connect'") }
      if !steps.isEmpty, word == "connect" { throw entry.fault("a second 'connect'", advice: "a scenario plays one connection") }
      if let gone, !["pause", "await"].contains(word) || gone == "vanish" && word == "await" {
        throw entry.fault("step '\(word)' stands after '\(gone)', when the client has left")
      }
      if word == "close" || word == "vanish" { gone = word }
      steps.append(try step(word, argument, of: entry))
    }
    return steps
  }

  /// A step is a word, or a mapping of one word to its argument.
  private static func split(_ entry: YAMLValue) throws(ConfigurationError) -> (word: String, argument: YAMLValue?) {
    if entry.node.mapping != nil {
      let mapping = try entry.mapping()
      guard let pair = mapping.pairs.first else { throw entry.fault("a step without a name", allowed: names) }
      try known(pair.word, at: pair.key)
      if mapping.pairs.count > 1 {
        throw mapping.pairs[1].key.fault(
          "'\(mapping.pairs[1].word)' stands beside '\(pair.word)' in one step",
          advice: "begin each step with '- ', and indent or brace what belongs to it")
      }
      return (pair.word, pair.value.isNothing ? nil : pair.value)
    }
    guard let word = entry.node.scalar?.string, !entry.isNothing else {
      throw entry.fault("a step must be a word or a mapping of one word, found \(entry.node.kind)", allowed: names)
    }
    try known(word, at: entry)
    return (word, nil)
  }

  private static func known(_ word: String, at value: YAMLValue) throws(ConfigurationError) {
    guard names.contains(word) else {
      throw value.fault("unknown step '\(Quoting.short(word))'", allowed: names, nearest: NearestName.find(word, among: names))
    }
  }

  private static func step(_ word: String, _ argument: YAMLValue?, of entry: YAMLValue) throws(ConfigurationError) -> Step {
    switch word {
    case "stream": return .stream(try argument.map(StreamReader.read) ?? Streaming())
    case "close": return try argument.map(close) ?? .close(code: 1000, reason: "")
    case "pause":
      guard let argument else { throw entry.fault("step 'pause' needs a duration", allowed: ["pause: 2s"]) }
      return .pause(try argument.duration())
    case "await":
      guard let argument, argument.node.mapping != nil else {
        throw (argument ?? entry).fault("step 'await' needs a mapping", allowed: ["await: { closed: true, within: 10s }"])
      }
      return try awaiting(argument)
    default: break
    }
    if let argument { throw argument.fault("step '\(word)' takes nothing, found \(argument.node.kind)") }
    switch word {
    case "connect": return .connect
    case "stop": return .stop
    case "vanish": return .vanish
    case "keep-alive": return .keepAlive
    default: return .finalize
    }
  }

  private static let awaited: [(String, Awaited)] = [
    ("closed", .closed), ("final", .final), ("metadata", .metadata), ("message", .message), ("silence", .silence),
  ]

  private static func awaiting(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    let mapping = try value.mapping()
    let words = awaited.map(\.0)
    try mapping.check(allowed: words + ["within"])
    let given = mapping.pairs.filter { $0.word != "within" }
    guard let first = given.first, let what = awaited.first(where: { $0.0 == first.word })?.1 else {
      throw value.fault("'await' does not say what for", allowed: words)
    }
    if given.count > 1 { throw given[1].key.fault("'await' waits for '\(first.word)' already", advice: "one thing an await") }
    guard try first.value.bool() else { throw first.value.fault("'\(first.word)' is false", allowed: ["true"]) }
    guard let within = mapping["within"] else {
      throw value.fault("'await' has no 'within'", advice: "say how long to wait: within: 10s")
    }
    return .await(what, within: try within.duration())
  }

  /// Codes that may stand in a Close frame (RFC 6455 §7.4), with a reason that fits into it (§5.5).
  private static func close(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["code", "reason"])
    let code = try mapping["code"]?.integer(in: 1000...4999) ?? 1000
    if let value = mapping["code"], [1004, 1005, 1006, 1015].contains(code) {
      throw value.fault(
        "close code \(code) must not stand in a Close frame (RFC 6455 §7.4.1)", allowed: ["1000 to 4999 but 1004, 1005, 1006, 1015"])
    }
    let reason = try mapping["reason"]?.text() ?? ""
    if let value = mapping["reason"], reason.utf8.count > 123 {
      throw value.fault("'reason' has \(reason.utf8.count) bytes", allowed: ["at most 123 bytes (RFC 6455 §5.5)"])
    }
    return .close(code: UInt16(code), reason: reason)
  }
}
