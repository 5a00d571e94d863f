internal import Speech
internal import Timeline
internal import Yams

/// Reads a profile's `stop`: a text, a JSON object, `empty-binary` or `close`.
enum StopReader {
  static let forms = ["a text", "a JSON object such as { type: CloseStream }", "empty-binary", "close"]

  static let schema = SchemaParts.either(["type": ["string", "number", "boolean"], "minLength": 1], ["type": "object"])

  /// What a word of its own means; nil where it is a text like any other.
  static func word(_ text: String) -> StopSignal? {
    switch text {
    case "empty-binary": .emptyBinary
    case "close": .close
    default: nil
    }
  }

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> StopSignal {
    if value.node.mapping != nil {
      return .text(try JSONText.compact(value) { text throws(ConfigurationError) in try substitution.expand(text) })
    }
    guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a stop message", allowed: forms) }
    let text = try value.text()
    guard !text.isEmpty else { throw value.fault("'stop' is an empty text", allowed: forms) }
    if let signal = word(text) { return signal }
    if ["empty_binary", "emptybinary", "empty binary", "empty-frame"].contains(text.lowercased()) {
      throw value.fault("'stop' is '\(text)'", allowed: forms, nearest: "empty-binary")
    }
    return .text(try substitution.expand(value))
  }
}
