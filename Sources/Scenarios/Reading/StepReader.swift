internal import Yams

/// Reads the steps of a scenario, each as its kind says; `StepOrder` holds their order.
enum StepReader {
  /// Steps of one client, repetitions counted: more is a slip of the pen.
  static let most = 10_000

  static func readAll(_ value: YAMLValue) throws(ConfigurationError) -> [Step] {
    let placed = try read(value)
    for kind in StepKinds.all {
      guard case .alone(let advice) = kind.place, placed.count > 1, let step = placed.first(where: { $0.kind == kind }) else { continue }
      throw step.entry.fault("step '\(kind.name)' stands beside others", advice: advice)
    }
    try StepOrder.check(placed)
    let steps = placed.map(\.step)
    guard steps.reduce(0, { $0 + $1.count }) <= most else { throw value.fault("'steps' has too many steps", allowed: ["at most \(most)"]) }
    return steps
  }

  /// Steps of a list, their order unchecked.
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> [PlacedStep] {
    let entries = try value.list()
    guard !entries.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: StepKinds.names) }
    var placed: [PlacedStep] = []
    for entry in entries { placed.append(try step(entry)) }
    return placed
  }

  private static func step(_ value: YAMLValue) throws(ConfigurationError) -> PlacedStep {
    let entry = try entry(value)
    if case .none = entry.kind.argument, let argument = entry.argument {
      throw argument.fault("step '\(entry.kind.name)' takes nothing, found \(argument.node.kind)")
    }
    return try entry.kind.read(entry)
  }

  /// A step is a word, or a mapping of one word to its argument.
  private static func entry(_ value: YAMLValue) throws(ConfigurationError) -> StepEntry {
    if value.node.mapping != nil {
      let mapping = try value.mapping()
      guard let pair = mapping.pairs.first else { throw value.fault("a step without a name", allowed: StepKinds.names) }
      let kind = try kind(pair.word, at: pair.key)
      if mapping.pairs.count > 1 {
        throw mapping.pairs[1].key.fault(
          "'\(mapping.pairs[1].word)' stands beside '\(pair.word)' in one step",
          advice: "begin each step with '- ', and indent or brace what belongs to it")
      }
      return StepEntry(kind: kind, entry: value, argument: pair.value.isNothing ? nil : pair.value)
    }
    guard let word = value.node.scalar?.string, !value.isNothing else {
      throw value.fault("a step must be a word or a mapping of one word, found \(value.node.kind)", allowed: StepKinds.names)
    }
    return StepEntry(kind: try kind(word, at: value), entry: value, argument: nil)
  }

  private static func kind(_ word: String, at value: YAMLValue) throws(ConfigurationError) -> any StepKind.Type {
    guard let kind = StepKinds.named(word) else {
      let names = StepKinds.names
      throw value.fault("unknown step '\(Quoting.short(word))'", allowed: names, nearest: NearestName.find(word, among: names))
    }
    return kind
  }
}
