/// What of an environment is secret by its name: a relay that was started has it, and may print it.
enum EnvironmentSecrets {
  private static let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]
  /// What is shorter stands in other words too, and is seldom secret.
  private static let shortest = 8

  static func values(_ environment: [String: String]) -> [String] {
    environment.filter { name, value in
      let parts = name.uppercased().split(separator: "_")
      return value.count >= shortest && !value.hasPrefix("/") && parts.contains { part in words.contains { part.hasSuffix($0) } }
    }.map(\.value).sorted()
  }
}
