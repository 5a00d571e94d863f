/// How a relay's environment is written down.
package enum EnvironmentFormat: String, Sendable, CaseIterable {
  /// For a POSIX shell: `eval "$(sttcheck env)"`.
  case shell
  /// For a `.env` file.
  case dotenv
  /// For a service in a Docker Compose file.
  case compose

  package func render(_ environment: RelayEnvironment) -> String {
    environment.variables.map { line($0) }.joined(separator: "\n")
  }

  private func line(_ variable: RelayEnvironment.Variable) -> String {
    switch self {
    case .shell:
      variable.value.map {
        "export \(variable.name)='\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
      }
        ?? "unset \(variable.name)"
    // A file can't take a variable away; empty, it names no host.
    case .dotenv: "\(variable.name)=\(Self.quoted(variable.value ?? ""))"
    case .compose: "\(variable.name): \(Self.quoted(variable.value ?? "", always: true))"
    }
  }

  private static func quoted(_ text: String, always: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'\\#$`".utf8.contains($0) }
    guard always || !isPlain else { return text }
    return "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
  }
}
