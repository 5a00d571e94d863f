internal import FoundationEssentials
internal import Speech

/// Values of ours as JSON, and back.
enum JSONCoding {
  static func line(_ value: some Encodable) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }

  static func value(_ value: some Encodable) -> JSONValue {
    line(value).flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? .null
  }

  /// Nil where it is none.
  static func decoded<Value: Decodable>(_ json: JSONValue?, as type: Value.Type = Value.self) -> Value? {
    json.flatMap { decoded(line: $0.serialized(), as: type) }
  }

  static func decoded<Value: Decodable>(line: some StringProtocol, as type: Value.Type = Value.self) -> Value? {
    try? JSONDecoder().decode(type, from: Data(line.utf8))
  }
}
