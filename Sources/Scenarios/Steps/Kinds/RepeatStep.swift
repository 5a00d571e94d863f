/// `repeat: { times: 3, steps: [ … ] }`: the same again.
struct RepeatStep: StepKind {
  static let name = "repeat"
  static let help = "Plays its steps so many times."
  static let argument = StepArgument.needed(
    SchemaParts.mapping(keys, ["times": SchemaParts.integer(most), "steps": SchemaParts.steps], required: keys))

  let times: Int
  let steps: [Step]

  private static let keys = ["times", "steps"]
  private static let most = 1...1000

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    let mapping = try entry.needed("a mapping", "repeat: { times: 3, steps: [ … ] }").mapping()
    try mapping.check(allowed: keys)
    let times = try mapping.required("times").integer(in: most)
    let inner = try StepReader.read(try mapping.required("steps"))
    return entry.placed(.repeat(times: times, steps: inner.map(\.step)), inner: inner, rounds: times)
  }

  var written: WrittenStep { .block(["times: \(times)"], steps: steps) }
  func words(_ around: StepSession) -> String { "repeat \(steps.count) steps \(times) times" }
}
