internal import Speech
internal import Yams

/// Reads a profile's `messages`: a word, or a mapping.
enum MessagesReader {
  private static let words = MessagesSetting.words
  private static let keys = MessageMapping.keys
  private static let forms = words + ["{ transcript: $.text, final: { $.type: final } }"]

  static var schema: JSONValue {
    let conditions = ["final", "metadata", "ready", "error"]
    return SchemaParts.either(
      SchemaParts.word(words),
      SchemaParts.mapping(
        keys,
        Dictionary(
          keys.map { ($0, conditions.contains($0) ? SchemaParts.condition : SchemaParts.selector) },
          uniquingKeysWith: { first, _ in first }),
        required: ["transcript"]))
  }

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> MessagesSetting {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a word or a mapping", allowed: forms) }
      let word = try value.text()
      guard words.contains(word) else {
        throw value.fault("'messages' is '\(Quoting.short(word))'", allowed: forms, nearest: NearestName.find(word, among: words))
      }
      return MessagesSetting(word)
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let read = MessageMapping(
      transcript: try SelectorReader.selector(mapping.required("transcript")), final: try condition(mapping["final"]),
      start: try mapping["start"].map(SelectorReader.selector), duration: try mapping["duration"].map(SelectorReader.selector),
      metadata: try condition(mapping["metadata"]), ready: try condition(mapping["ready"]), error: try condition(mapping["error"]))
    return .mapping(read)
  }

  private static func condition(_ value: YAMLValue?) throws(ConfigurationError) -> JSONCondition? {
    try value.map(SelectorReader.condition)
  }
}
