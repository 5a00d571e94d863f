internal import Timeline
internal import Yams

/// Reads a profile's `stop`: a text, a JSON object, `empty-binary` or `close`.
enum StopReader {
  static let forms = ["a text", "a JSON object such as { type: CloseStream }", "empty-binary", "close"]

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> StopSignal {
    if value.node.mapping != nil {
      return .text(try JSONText.compact(value) { text throws(ConfigurationError) in try substitution.expand(text) })
    }
    guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a stop message", allowed: forms) }
    switch try value.text() {
    case "empty-binary": return .emptyBinary
    case "close": return .close
    case "": throw value.fault("'stop' is an empty text", allowed: forms)
    case let word:
      if ["empty_binary", "emptybinary", "empty binary", "empty-frame"].contains(word.lowercased()) {
        throw value.fault("'stop' is '\(word)'", allowed: forms, nearest: "empty-binary")
      }
      return .text(try substitution.expand(value))
    }
  }
}
