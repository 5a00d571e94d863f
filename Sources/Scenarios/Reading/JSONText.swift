internal import Speech
internal import Yams

/// A YAML value as the JSON that it stands for.
enum JSONText {
  /// Compact, members in the order written.
  /// - Parameter text: What a text becomes: itself, or the same with environment values in it.
  static func compact(
    _ value: YAMLValue, text: (YAMLValue) throws(ConfigurationError) -> String
  ) throws(ConfigurationError) -> String {
    switch value.node {
    case .mapping:
      var members: [String] = []
      for pair in try value.mapping().pairs {
        members.append(JSONValue.string(pair.word).serialized() + ":" + (try compact(pair.value, text: text)))
      }
      return "{" + members.joined(separator: ",") + "}"
    case .sequence:
      var items: [String] = []
      for item in try value.list() { items.append(try compact(item, text: text)) }
      return "[" + items.joined(separator: ",") + "]"
    default:
      if let scalar = scalar(value) { return scalar.serialized() }
      return JSONValue.string(try text(value)).serialized()
    }
  }

  /// Any scalar.
  static func leaf(_ value: YAMLValue) throws(ConfigurationError) -> JSONValue {
    if let scalar = scalar(value) { return scalar }
    return .string(try value.text())
  }

  /// `null`, a boolean or a number; nil for texts.
  private static func scalar(_ value: YAMLValue) -> JSONValue? {
    if value.isNothing { return .null }
    return value.node.plainBool.map(JSONValue.bool) ?? value.node.plainNumber.map(JSONValue.number)
  }
}
