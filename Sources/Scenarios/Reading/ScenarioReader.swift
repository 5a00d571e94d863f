internal import Timeline
internal import Yams

/// Reads a scenario from YAML; the first thing wrong ends it with its place, what is allowed and the nearest name.
package enum ScenarioReader {
  private static let keys = FileKeys(ScenarioKeys.all().map(\.key))

  /// - Parameters:
  ///   - file: the file's name as the user gave it; it begins every message.
  ///   - rules: ids that `provokes` may name, by who knows the catalogue; nil: any.
  package static func read(_ bytes: [UInt8], file: String, rules: [String]? = nil) throws(ConfigurationError) -> Scenario {
    let root = try YAMLText.parse(bytes, file: file, wants: "a scenario")
    let mapping = try root.mapping()
    if mapping["steps"] == nil, mapping["relay"] != nil {
      throw root.fault("this is a profile, a scenario was expected", advice: "pass it with --profile")
    }
    var draft = ScenarioDraft(rules: rules)
    try keys.read(mapping, into: &draft)
    var scenario = draft.scenario
    scenario.service = try draft.service.map { value throws(ConfigurationError) in try MisbehaviourReader.read(value, for: scenario) }
    return scenario
  }
}
