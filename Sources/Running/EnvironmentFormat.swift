/// How a relay's environment is written down.
package enum EnvironmentFormat: String, Sendable, CaseIterable {
  /// For a POSIX shell: `eval "$(sttcheck env)"`.
  case shell
  /// For a `.env` file.
  case dotenv
  /// For a service in a Docker Compose file.
  case compose

  package func render(_ environment: RelayEnvironment) -> String {
    environment.variables.map { self == .shell ? Self.shell($0) : assigned($0) }.joined(separator: "\n")
  }

  private static func shell(_ variable: RelayEnvironment.Variable) -> String {
    let name = variable.name
    return switch variable.setting {
    case .to(let value): "export \(name)=\(singleQuoted(value))"
    case .before(let value, let separator): "export \(name)=\(singleQuoted(value))\"${\(name):+\(separator)$\(name)}\""
    case .cleared: "unset \(name)"
    }
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private func assigned(_ variable: RelayEnvironment.Variable) -> String {
    let value =
      switch variable.setting {
      case .to(let value), .before(let value, _): value
      // A file can't take a variable away; empty, it names no host.
      case .cleared: ""
      }
    return self == .dotenv ? "\(variable.name)=\(Self.doubleQuoted(value))" : "\(variable.name): \(Self.doubleQuoted(value, always: true))"
  }

  private static func doubleQuoted(_ text: String, always: Bool = false) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'\\#$`".utf8.contains($0) }
    guard always || !isPlain else { return text }
    return "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
  }
}
