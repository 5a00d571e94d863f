internal import Yams

/// Reads paths of files, with values from the environment in them.
enum PathReader {
  /// - Parameter allowed: What else than nothing it may be, for a message.
  static func path(_ value: YAMLValue, _ substitution: inout Substitution, allowed: String) throws(ConfigurationError) -> String {
    let path = try substitution.expand(value)
    guard !path.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: [allowed]) }
    return path
  }

  /// One, or a list of them.
  static func paths(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [String] {
    var paths: [String] = []
    for entry in value.node.sequence == nil ? [value] : try value.list() {
      paths.append(try path(entry, &substitution, allowed: "a path"))
    }
    guard !paths.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: ["a path", "a list of paths"]) }
    return paths
  }
}
