internal import Speech
internal import Timeline
internal import Yams

/// Reads a profile's `stop`: a text, a JSON object, `empty-binary` or `close`.
enum StopReader {
  static let forms = ["a text", "a JSON object such as { type: CloseStream }", "empty-binary", "close"]

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> StopSignal {
    if value.node.mapping != nil { return .text(try json(value, &substitution)) }
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

  /// Compact JSON, members in the order written.
  private static func json(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> String {
    switch value.node {
    case .mapping:
      var members: [String] = []
      for pair in try value.mapping().pairs {
        members.append(JSONValue.string(pair.word).serialized() + ":" + (try json(pair.value, &substitution)))
      }
      return "{" + members.joined(separator: ",") + "}"
    case .sequence:
      var items: [String] = []
      for item in try value.list() { items.append(try json(item, &substitution)) }
      return "[" + items.joined(separator: ",") + "]"
    default:
      if value.isNothing { return "null" }
      if let bool = value.node.plainBool { return "\(bool)" }
      if let number = value.node.plainNumber { return JSONValue.number(number).serialized() }
      return JSONValue.string(try substitution.expand(value)).serialized()
    }
  }
}
