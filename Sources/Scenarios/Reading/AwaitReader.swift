internal import Speech
internal import Timeline
internal import Yams

/// Reads the argument of an `await` step: what for, and how long.
enum AwaitReader {
  private static let words: [(String, Awaited)] = [
    ("closed", .closed), ("final", .final), ("metadata", .metadata), ("message", .message), ("pong", .pong), ("silence", .silence),
  ]
  static let names = words.map(\.0)

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    let mapping = try value.mapping()
    try mapping.check(allowed: names + ["within"])
    let given = mapping.pairs.filter { $0.word != "within" }
    guard let first = given.first, let what = words.first(where: { $0.0 == first.word })?.1 else {
      throw value.fault("'await' does not say what for", allowed: names)
    }
    if given.count > 1 { throw given[1].key.fault("'await' waits for '\(first.word)' already", advice: "one thing an await") }
    let awaited = what == .message ? try message(first.value) : what
    if what != .message { guard try first.value.bool() else { throw first.value.fault("'\(first.word)' is false", allowed: ["true"]) } }
    guard let within = mapping["within"] else {
      throw value.fault("'await' has no 'within'", advice: "say how long to wait: within: 10s")
    }
    return .await(awaited, within: try within.duration())
  }

  private static let messageForms = ["true", "a selector such as $.type", "{ $.type: Metadata }"]

  /// `true`, a selector that must find something, or selectors with what they must find.
  private static func message(_ value: YAMLValue) throws(ConfigurationError) -> Awaited {
    if let any = value.node.plainBool {
      guard any else { throw value.fault("'message' is false", allowed: messageForms) }
      return .message
    }
    guard value.node.mapping != nil || value.node.scalar != nil, !value.isNothing else {
      throw value.wrong("true, a selector or a mapping", allowed: messageForms)
    }
    return .matching(try SelectorReader.condition(value))
  }
}
