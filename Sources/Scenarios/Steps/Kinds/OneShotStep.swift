internal import Timeline
internal import Yams

/// `one-shot`: the whole audio in one HTTP request, and nothing else.
struct OneShotStep: StepKind {
  static let name = "one-shot"
  static let help = "The whole audio in one HTTP request to the profile's one_shot, answered within so long; stands alone."
  static let argument = StepArgument.optional(
    SchemaParts.mapping(keys, ["within": SchemaParts.duration()], required: ["within"]))
  static let place = StepPlace.alone(advice: "it is one HTTP request, and a scenario of its own")

  let within: Nanoseconds

  private static let keys = ["within"]
  /// How long the answer to a whole recording may take, where the step does not say.
  private static let usual: Nanoseconds = .seconds(12)

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument else { return entry.placed(.oneShot(within: usual)) }
    guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["one-shot: { within: 12s }"]) }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    return entry.placed(.oneShot(within: try mapping.required("within").duration()))
  }

  var written: WrittenStep { .argument("{ within: \(DurationText.text(within)) }") }
  func words(_ around: StepSession) -> String { "one-shot within \(DurationText.tenths(within.seconds)) s" }
}
