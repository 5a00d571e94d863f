internal import Speech

/// `parallel: { clients: [ … ], steps: [ … ] }`: several clients at once.
struct ParallelStep: StepKind {
  static let name = "parallel"
  static let help = "Several clients that play the same steps at the same time, each with audio of its own; stands alone."
  static let argument = StepArgument.needed(
    SchemaParts.mapping(
      keys,
      [
        "clients": [
          "type": "array", "minItems": .number(Double(counts.lowerBound)), "maxItems": .number(Double(counts.upperBound)),
          "items": SchemaParts.audio,
        ], "steps": SchemaParts.steps,
      ], required: keys))
  static let place = StepPlace.alone(advice: "put the steps that its clients play into it")

  let clients: [ClientAudio]
  let steps: [Step]

  private static let keys = ["clients", "steps"]
  private static let counts = 2...64

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    let mapping = try entry.needed("a mapping", "parallel: { clients: [ … ], steps: [ … ] }").mapping()
    try mapping.check(allowed: keys)
    let list = try mapping.required("clients")
    var clients: [ClientAudio] = []
    for each in try list.list() {
      let (source, format) = try AudioSourceReader.read(each.named("clients"))
      clients.append(ClientAudio(source, format: format))
    }
    guard counts.contains(clients.count) else {
      throw list.fault("'clients' has \(clients.count) of them", allowed: ["2 to 64, each with its audio: { speech: one-sentence }"])
    }
    let inner = try StepReader.read(try mapping.required("steps"))
    return entry.placed(.parallel(clients: clients, steps: inner.map(\.step)), inner: inner)
  }

  var written: WrittenStep {
    .block(["clients:"] + clients.map { "  - \(ScenarioWriter.audio($0.source, $0.format))" }, steps: steps)
  }

  func words(_ around: StepSession) -> String { "\(clients.count) clients side by side" }
}
