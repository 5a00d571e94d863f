internal import Speech
internal import Timeline
internal import Yams

/// `await: { final: true, within: 10s }`: waits for what it names, and goes on without it when the time is up.
struct AwaitStep: StepKind {
  static let name = "await"
  static let help = "Waits for what it names, at most within; what does not come is noted, and the next step is played."
  static let argument = StepArgument.needed(schema)
  static let place = StepPlace.waiting(afterReset: false)

  let awaited: Awaited
  let within: Nanoseconds

  private static let names = Awaited.plain.map(\.word)

  private static var schema: JSONValue {
    let forms = Dictionary(names.map { ($0, SchemaParts.yes) }, uniquingKeysWith: { first, _ in first })
    let message = SchemaParts.either(SchemaParts.yes, SchemaParts.condition)
    return SchemaParts.mapping(
      names + ["within"], forms.merging(["message": message, "within": SchemaParts.duration()]) { $1 }, required: ["within"], oneOf: names)
  }

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument, value.node.mapping != nil else {
      throw (entry.argument ?? entry.entry).fault("step 'await' needs a mapping", allowed: ["await: { closed: true, within: 10s }"])
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: names + ["within"])
    let given = mapping.pairs.filter { $0.word != "within" }
    guard let first = given.first, let what = Awaited.plain.first(where: { $0.word == first.word }) else {
      throw value.fault("'await' does not say what for", allowed: names)
    }
    if given.count > 1 { throw given[1].key.fault("'await' waits for '\(first.word)' already", advice: "one thing an await") }
    let awaited = what == .message ? try message(first.value) : what
    if what != .message { guard try first.value.bool() else { throw first.value.fault("'\(first.word)' is false", allowed: ["true"]) } }
    guard let within = mapping["within"] else {
      throw value.fault("'await' has no 'within'", advice: "say how long to wait: within: 10s")
    }
    return entry.placed(.await(awaited, within: try within.duration()))
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

  var written: WrittenStep {
    let what = if case .matching(let condition) = awaited { SelectorReader.written(condition) } else { "true" }
    return .argument("{ \(awaited.word): \(what), within: \(DurationText.text(within)) }")
  }

  func words(_ around: StepSession) -> String { "await \(awaited.name) within \(DurationText.tenths(within.seconds)) s" }
  var topic: Note.Topic? { awaited == .closed ? .awaitClosed : nil }
}
