internal import Speech

/// Reads URLs, with values from the environment in them.
enum URLReader {
  /// A value may come from `${NAME}`, whole or in part.
  private static func schema(_ schemes: String) -> JSONValue { SchemaParts.pattern("^((\(schemes))://[^ #]+|\\$\\{.*)$") }
  static var webSocketSchema: JSONValue { schema("[wW][sS][sS]?") }
  static var httpSchema: JSONValue { schema("[hH][tT][tT][pP][sS]?") }

  /// A `ws` or `wss` URL, expanded and checked.
  static func webSocket(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    try url(value, &substitution, .webSocket)
  }

  /// An `http` or `https` URL, expanded and checked.
  static func http(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    try url(value, &substitution, .http)
  }

  private static func url(
    _ value: YAMLValue, _ substitution: inout Substitution, _ family: WebSocketURL.Family
  ) throws(ConfigurationError) -> String {
    let text = try substitution.expand(value, in: .url)
    do {
      _ = try WebSocketURL(parsing: text, as: family)
    } catch {
      throw value.fault("'\(value.name)' is '\(Quoting.short(try value.text()))': \(error.problem)", advice: error.advice)
    }
    return text
  }
}
