internal import Speech
internal import Timeline

/// What may stand behind a key, told once: to the reader as a value, to editors as a schema.
struct FileForm<Value>: Sendable {
  let schema: @Sendable () -> JSONValue
  let read: @Sendable (YAMLValue) throws(ConfigurationError) -> Value

  init(
    _ schema: @autoclosure @escaping @Sendable () -> JSONValue, read: @escaping @Sendable (YAMLValue) throws(ConfigurationError) -> Value
  ) {
    self.schema = schema
    self.read = read
  }
}

extension FileForm where Value == Bool {
  static var bool: Self { Self(SchemaParts.bool) { value throws(ConfigurationError) in try value.bool() } }
}

extension FileForm where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> Self {
    Self(SchemaParts.integer(range)) { value throws(ConfigurationError) in try value.integer(in: range) }
  }
}

extension FileForm where Value == String {
  static var text: Self { Self(SchemaParts.text) { value throws(ConfigurationError) in try value.text() } }

  static func word(_ words: [String]) -> Self {
    Self(SchemaParts.word(words)) { value throws(ConfigurationError) in try value.oneOf(words) }
  }
}

extension FileForm where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
  /// One of its names.
  static var name: Self {
    let names = Value.allCases.map(\.rawValue)
    return Self(SchemaParts.word(names)) { value throws(ConfigurationError) in
      let word = try value.oneOf(names)
      guard let found = Value(rawValue: word) else { throw value.fault("'\(value.name)' is '\(word)'", allowed: names) }
      return found
    }
  }
}

extension FileForm where Value == Nanoseconds {
  /// A number is seconds, as on the command line.
  static func seconds(upTo longest: Double) -> Self {
    Self(SchemaParts.either(SchemaParts.duration(), SchemaParts.number(0.001...longest))) { value throws(ConfigurationError) in
      guard value.node.plainNumber != nil else { return try value.duration() }
      return .seconds(try value.number(in: 0.001...longest))
    }
  }
}
