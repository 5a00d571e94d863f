internal import Timeline
internal import Yams

/// Reads the steps of a scenario; `StepOrder` holds their order.
enum StepReader {
  static let names = [
    "connect", "stream", "stop", "pause", "await", "close", "vanish", "keep-alive", "finalize", "send", "ping", "read", "repeat",
    "parallel", "reconnect", "one-shot",
  ]
  /// Steps of one client, repetitions counted: more is a slip of the pen.
  static let most = 10_000

  static func readAll(_ value: YAMLValue) throws(ConfigurationError) -> [Step] {
    let placed = try read(value)
    if let parallel = placed.first(where: { $0.word == "parallel" }), placed.count > 1 {
      throw parallel.entry.fault("step 'parallel' stands beside others", advice: "put the steps that its clients play into it")
    }
    if let oneShot = placed.first(where: { $0.word == "one-shot" }), placed.count > 1 {
      throw oneShot.entry.fault("step 'one-shot' stands beside others", advice: "it is one HTTP request, and a scenario of its own")
    }
    try StepOrder.check(placed)
    let steps = placed.map(\.step)
    guard steps.reduce(0, { $0 + $1.count }) <= most else { throw value.fault("'steps' has too many steps", allowed: ["at most \(most)"]) }
    return steps
  }

  /// Steps of a list, their order unchecked.
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> [PlacedStep] {
    let entries = try value.list()
    guard !entries.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: names) }
    var placed: [PlacedStep] = []
    for entry in entries {
      let (word, argument) = try split(entry)
      placed.append(try step(word, argument, of: entry))
    }
    return placed
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

  private static func step(_ word: String, _ argument: YAMLValue?, of entry: YAMLValue) throws(ConfigurationError) -> PlacedStep {
    func placed(_ step: Step, inner: [PlacedStep] = []) -> PlacedStep { PlacedStep(word: word, entry: entry, step: step, inner: inner) }
    func needed(_ what: String, _ allowed: String...) throws(ConfigurationError) -> YAMLValue {
      guard let argument else { throw entry.fault("step '\(word)' needs \(what)", allowed: allowed) }
      return argument
    }
    switch word {
    case "stream": return placed(.stream(try argument.map(StreamReader.read) ?? Streaming()))
    case "stop": return placed(try argument.map(StepArguments.stop) ?? .stop)
    case "close": return placed(try argument.map(StepArguments.close) ?? .close(code: 1000, reason: ""))
    case "ping": return placed(try argument.map(StepArguments.ping) ?? .ping([]))
    case "pause": return placed(.pause(try needed("a duration", "pause: 2s").duration()))
    case "send":
      return placed(.send(try SendReader.read(try needed("what to send", "send: { text: hello }", "send: empty"))))
    case "read":
      return placed(.read(try needed("a word", "read: stop", "read: resume").oneOf(["stop", "resume"]) == "resume"))
    case "await":
      guard let argument, argument.node.mapping != nil else {
        throw (argument ?? entry).fault("step 'await' needs a mapping", allowed: ["await: { closed: true, within: 10s }"])
      }
      return placed(try AwaitReader.read(argument))
    case "repeat":
      let (times, inner) = try StepArguments.repetition(try needed("a mapping", "repeat: { times: 3, steps: [ … ] }"))
      return placed(.repeat(times: times, steps: inner.map(\.step)), inner: inner)
    case "one-shot": return placed(.oneShot(within: try argument.map(StepArguments.oneShot) ?? StepArguments.oneShotLimit))
    case "parallel":
      let (clients, inner) = try StepArguments.parallel(try needed("a mapping", "parallel: { clients: [ … ], steps: [ … ] }"))
      return placed(.parallel(clients: clients, steps: inner.map(\.step)), inner: inner)
    default: break
    }
    if let argument { throw argument.fault("step '\(word)' takes nothing, found \(argument.node.kind)") }
    switch word {
    case "connect": return placed(.connect)
    case "vanish": return placed(.vanish)
    case "keep-alive": return placed(.keepAlive)
    case "reconnect": return placed(.reconnect)
    default: return placed(.finalize)
    }
  }
}
