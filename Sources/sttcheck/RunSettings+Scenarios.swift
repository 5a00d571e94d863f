internal import Diagnosis
internal import Scenarios

extension RunSettings {
  /// Scenarios as loaded, and where the files are that they name.
  struct Loaded: Sendable {
    var scenarios: [Scenario] = []
    var suite: String?
    /// Paths of audio files as scenarios write them, by where they are from here.
    var paths: [String: String] = [:]
  }

  static func scenarios(_ names: [String], suite: String?) throws(CommandFailure) -> Loaded {
    var loaded = Loaded(suite: suite)
    if let suite { loaded.scenarios += try Suite.chosen(suite).scenarios.compactMap(BuiltIns.scenario) }
    for name in names { try add(name, to: &loaded) }
    return loaded
  }

  private static func add(_ name: String, to loaded: inout Loaded) throws(CommandFailure) {
    if let scenario = BuiltIns.scenario(name) {
      loaded.scenarios.append(scenario)
      return
    }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/") || Files.exists(name) else {
      guard !Suite.all.contains(where: { $0.name == name }) else {
        throw CommandFailure(code: .usage, text: "'\(name)' is a suite and no scenario; write --suite \(name)")
      }
      let near = NearestName.find(name, among: BuiltIns.scenarioNames).map { "; did you mean '\($0)'?" } ?? ""
      let allowed = BuiltIns.scenarioNames.joined(separator: ", ")
      throw CommandFailure(
        code: .usage, text: "there is no scenario '\(name)'; allowed: \(allowed), or the path of a YAML file\(near)")
    }
    let bytes = try Files.read(name, "scenario")
    let scenario: Scenario
    do { scenario = try ScenarioReader.read(bytes, file: name, rules: Catalogue.ids) } catch {
      throw CommandFailure(code: .usage, text: error.text)
    }
    if case .file(let path) = scenario.audio { loaded.paths[path] = Files.beside(name, path) }
    loaded.scenarios.append(scenario)
  }
}
