internal import ArgumentParser
internal import Diagnosis
internal import Scenarios

struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios", abstract: "List the built-in scenarios, or print one as YAML to copy.")

  @Argument(help: "The scenario to print.") var name: String?
  @Flag(help: "Print the JSON Schema of scenarios, for editors that know YAML.") var schema = false

  func run() throws {
    if schema { return Console.print(ScenarioSchema.text(rules: Catalogue.ids)) }
    guard let name else {
      let width = BuiltIns.scenarioNames.map(\.count).max() ?? 0
      for name in BuiltIns.scenarioNames {
        Console.print(name + String(repeating: " ", count: width - name.count + 2) + (BuiltIns.scenario(name)?.about ?? ""))
      }
      Console.print("")
      for suite in Suite.all { Console.print("suite \(suite.name): \(suite.scenarios.joined(separator: ", "))") }
      return
    }
    guard let yaml = BuiltIns.yaml(of: name) else {
      let near = NearestName.find(name, among: BuiltIns.scenarioNames).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        code: .usage, text: "there is no built-in scenario '\(name)'; allowed: \(BuiltIns.scenarioNames.joined(separator: ", "))\(near)")
    }
    Console.print(yaml)
  }
}
