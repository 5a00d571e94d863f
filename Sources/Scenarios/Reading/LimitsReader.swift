internal import Speech
internal import Timeline

/// Reads the `limits` of a profile: what a peer may send before its session is ended as `flooded`.
enum LimitsReader {
  static var keys: [String] { Limits.settings.map(\.name) }

  static var schema: JSONValue {
    let number = SchemaParts.integer(1...Limits.most)
    let members = Limits.settings.map { setting in
      (setting.name, setting.unit == "bytes" ? SchemaParts.either(number, SchemaParts.size) : number)
    }
    return SchemaParts.mapping(keys, Dictionary(members, uniquingKeysWith: { first, _ in first }))
  }

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> Limits {
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    var limits = Limits()
    for setting in Limits.settings {
      guard let value = mapping[setting.name] else { continue }
      limits[keyPath: setting.place] = try number(value, of: setting)
    }
    return limits
  }

  /// A whole number; of bytes also as a size, such as `16 MiB`.
  private static func number(_ value: YAMLValue, of setting: Limits.Setting) throws(ConfigurationError) -> Int {
    let range = 1...Limits.most
    guard setting.unit == "bytes", value.node.plainNumber == nil else { return try value.integer(in: range) }
    return try value.size(in: range)
  }
}
