internal import Timeline
internal import Yams

/// Reads a scenario from YAML; the first thing wrong ends it with its place, what is allowed and the nearest name.
package enum ScenarioReader {
  static let keys = ["name", "about", "audio", "provokes", "wants", "client", "service", "steps", "expect"]
  static let clientKeys = ["browser"]

  /// - Parameters:
  ///   - file: the file's name as the user gave it; it begins every message.
  ///   - rules: ids that `provokes` may name, by who knows the catalogue; nil: any.
  package static func read(_ bytes: [UInt8], file: String, rules: [String]? = nil) throws(ConfigurationError) -> Scenario {
    let root = try YAMLText.parse(bytes, file: file, wants: "a scenario")
    let mapping = try root.mapping()
    if mapping["steps"] == nil, mapping["relay"] != nil {
      throw root.fault("this is a profile, a scenario was expected", advice: "pass it with --profile")
    }
    try mapping.check(allowed: keys)
    let name = try self.name(mapping.required("name"))
    let about = try mapping["about"]?.text() ?? ""
    let (source, format) = try mapping["audio"].map(AudioSourceReader.read) ?? (.speech(clip: "one-sentence"), .profile)
    var scenario = Scenario(
      name: name, about: about, audio: source, format: format, provokes: try provokes(mapping["provokes"], rules),
      steps: try StepReader.readAll(mapping.required("steps")),
      expectations: try mapping["expect"].map(ExpectationReader.read) ?? [])
    scenario.wantsRelay = try mapping["wants"]?.oneOf(["relay"]) == "relay"
    if let client = try mapping["client"]?.mapping() {
      try client.check(allowed: clientKeys)
      scenario.isBrowser = try client["browser"]?.bool() ?? false
    }
    scenario.service = try mapping["service"].map { value throws(ConfigurationError) in try MisbehaviourReader.read(value, for: scenario) }
    return scenario
  }

  /// Names stand in reports, in files and on command lines.
  private static func name(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let name = try value.text()
    let legal = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
    guard legal, (1...64).contains(name.utf8.count) else {
      throw value.fault("'name' is '\(Quoting.short(name))'", allowed: ["1 to 64 of the characters a-z A-Z 0-9 - . _"])
    }
    return name
  }

  private static func provokes(_ value: YAMLValue?, _ rules: [String]?) throws(ConfigurationError) -> [String] {
    guard let value else { return [] }
    var ids: [String] = []
    for entry in try value.list() {
      let id = try entry.text()
      if let rules, !rules.contains(id) {
        throw entry.fault(
          "unknown rule '\(Quoting.short(id))' in 'provokes'", allowed: ["the ids that `sttcheck rules` lists"],
          nearest: NearestName.find(id, among: rules))
      }
      guard !ids.contains(id) else { throw entry.fault("rule '\(id)' stands in 'provokes' twice") }
      ids.append(id)
    }
    return ids
  }
}
