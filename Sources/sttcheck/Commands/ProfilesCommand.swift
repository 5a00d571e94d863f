internal import ArgumentParser
internal import Scenarios

struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List the ready-made profiles, or print one as YAML to copy.")

  @Argument(help: "The profile to print.") var name: String?
  @Flag(help: "Print the JSON Schema of profiles, for editors that know YAML.") var schema = false

  func run() throws {
    if schema { return Console.print(ProfileSchema.text) }
    guard let name else {
      let width = BuiltIns.profileNames.map(\.count).max() ?? 0
      for name in BuiltIns.profileNames {
        let about =
          BuiltIns.profile(name).map { String(decoding: $0, as: UTF8.self) }?.prefix { $0 != "\n" }.drop { "# ".contains($0) } ?? ""
        Console.print(name + String(repeating: " ", count: width - name.count + 2) + about)
      }
      return
    }
    guard let yaml = BuiltIns.profile(name) else {
      let near = NearestName.find(name, among: BuiltIns.profileNames).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        code: .usage, text: "there is no ready-made profile '\(name)'; allowed: \(BuiltIns.profileNames.joined(separator: ", "))\(near)")
    }
    Console.print(String(decoding: yaml, as: UTF8.self))
  }
}
