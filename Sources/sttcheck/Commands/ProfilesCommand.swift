internal import ArgumentParser
internal import Dialects
internal import Scenarios

struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List the ready-made profiles and the dialects, or print a profile as YAML to copy.",
    discussion: "A dialect is how a client speaks: `run --client NAME`, or `client: NAME` in a profile.")

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
      Console.print("\ndialects, for --client and a profile's client:")
      let wide = DialectCatalogue.names.map(\.count).max() ?? 0
      for dialect in DialectCatalogue.all {
        Console.print(dialect.name + String(repeating: " ", count: wide - dialect.name.count + 2) + dialect.about)
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
