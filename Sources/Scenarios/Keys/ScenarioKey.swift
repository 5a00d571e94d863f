/// One key of a scenario: how it is read, what editors show of it, and how it is written.
struct ScenarioKey: Sendable {
  let key: FileKey<ScenarioDraft>
  /// Its lines; none where it would say what is so without it.
  let lines: @Sendable (Scenario) -> [String]

  init(_ key: FileKey<ScenarioDraft>, lines: @escaping @Sendable (Scenario) -> [String]) {
    self.key = key
    self.lines = lines
  }
}

/// A scenario while it is read.
struct ScenarioDraft {
  var scenario = Scenario(name: "", steps: [])
  /// Ids that `provokes` may name, by who knows the catalogue; nil: any.
  let rules: [String]?
  /// What the service does wrong, to be read when the steps are known.
  var service: YAMLValue?

  init(rules: [String]?) { self.rules = rules }
}
