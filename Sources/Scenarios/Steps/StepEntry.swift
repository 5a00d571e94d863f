/// A step as it stands in a file, for its kind to read.
struct StepEntry {
  let kind: any StepKind.Type
  let entry: YAMLValue
  let argument: YAMLValue?

  /// The argument, where there must be one.
  func needed(_ what: String, _ allowed: String...) throws(ConfigurationError) -> YAMLValue {
    guard let argument else { throw entry.fault("step '\(kind.name)' needs \(what)", allowed: allowed) }
    return argument
  }

  func placed(_ step: Step, inner: [PlacedStep] = [], rounds: Int = 1) -> PlacedStep {
    PlacedStep(kind: kind, entry: entry, step: step, inner: inner, rounds: rounds)
  }
}

/// A step and where it stands, for errors about the order of steps.
struct PlacedStep {
  let kind: any StepKind.Type
  let entry: YAMLValue
  let step: Step
  /// The steps in it.
  var inner: [PlacedStep] = []
  /// How often those are played.
  var rounds = 1
}
