internal import Audio
internal import Speech
internal import Timeline

/// The pieces that both schemas are made of: what the readers take, in the words of JSON Schema (draft 2020-12).
///
/// A schema is for editors: it says what may stand where. What hangs on more than one place (the order of steps, a chunk that is no whole
/// number of samples) is for the reader alone.
enum SchemaParts {
  /// A scalar of any kind: `name: 1.5` and `name: true` are texts to the reader.
  static let text: JSONValue = ["type": ["string", "number", "boolean"]]
  static let yes: JSONValue = ["const": true]
  static let bool: JSONValue = ["type": "boolean"]
  static let nothing: JSONValue = ["type": "null"]

  private static let decimal = #"\+?([0-9]+\.?[0-9]*|\.[0-9]+)"#

  /// `10s`, `20 ms`; above nothing unless zero will do.
  static func duration(zero: Bool = false) -> JSONValue {
    let units = (DurationText.units + ["µs"]).joined(separator: "|")
    return described("A length of time: 10s, 20ms.", pattern("^\(zero ? "" : nonzero) *\(decimal) *(\(units))$"))
  }

  static var size: JSONValue {
    described(
      "A number of bytes: 640 B, 4 KiB.", pattern("^\(nonzero) *\(decimal) *(\((SizeText.units + ["bytes?"]).joined(separator: "|")))$"))
  }

  static var chunk: JSONValue {
    described(
      "A length of audio: \(ChunkReader.forms.joined(separator: ", ")).",
      ["anyOf": [pattern("^\(nonzero)[0-9]+ *(samples?|bytes?)$"), duration(), size]])
  }

  /// Not only zeros before the unit.
  private static let nonzero = #"(?! *\+?0*\.?0* *[a-zA-Zµ])"#

  static func pattern(_ pattern: String) -> JSONValue { ["type": "string", "pattern": .string(pattern)] }

  static func word(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .number(Double(range.lowerBound)), "maximum": .number(Double(range.upperBound))]
  }

  static func number(_ range: ClosedRange<Double>) -> JSONValue {
    ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
  }

  static func list(of items: JSONValue, atLeast least: Int = 0, unique: Bool = false) -> JSONValue {
    var members: [String: JSONValue] = ["type": "array", "items": items]
    if least > 0 { members["minItems"] = .number(Double(least)) }
    if unique { members["uniqueItems"] = true }
    return .object(members)
  }

  static func either(_ forms: JSONValue...) -> JSONValue { ["anyOf": .array(forms)] }

  /// A mapping of these keys and no others.
  /// - Parameters:
  ///   - keys: Those that the reader knows: a key without a form of its own takes anything.
  ///   - oneOf: Keys of which exactly one must stand there; empty for no such rule.
  ///   - atMostOneOf: Keys of which no two may stand there together.
  static func mapping(
    _ keys: [String], _ forms: [String: JSONValue], required: [String] = [], oneOf: [String] = [], atMostOneOf: [String] = [],
    least: Int = 0
  ) -> JSONValue {
    var members: [String: JSONValue] = ["type": "object", "additionalProperties": false]
    members["properties"] = .object(Dictionary(keys.map { ($0, forms[$0] ?? true) }, uniquingKeysWith: { first, _ in first }))
    if !required.isEmpty { members["required"] = .array(required.map { .string($0) }) }
    if !oneOf.isEmpty { members["oneOf"] = .array(oneOf.map { ["required": [.string($0)]] }) }
    if !atMostOneOf.isEmpty {
      let pairs = atMostOneOf.indices.flatMap { first in
        atMostOneOf[(first + 1)...].map { second -> JSONValue in ["required": [.string(atMostOneOf[first]), .string(second)]] }
      }
      members["not"] = ["anyOf": .array(pairs)]
    }
    if least > 0 { members["minProperties"] = .number(Double(least)) }
    return .object(members)
  }

  static func described(_ text: String, _ schema: JSONValue) -> JSONValue {
    var members = schema.object ?? [:]
    members["description"] = .string(text)
    return .object(members)
  }

  /// A path into JSON, or a `${NAME}`: `$.token`.
  static let selector = described("A path into JSON: $.text, $.channel.alternatives[0].transcript, $['a b'], $.words[*].", pattern(#"^\$"#))

  /// A path that must find something, or paths with what they must find.
  static let condition = either(
    selector,
    [
      "type": "object", "minProperties": 1,
      "additionalProperties": either(
        ["type": ["string", "number", "boolean", "null"]], list(of: ["type": ["string", "number", "boolean", "null"]], atLeast: 1)),
    ])

  static let path: JSONValue = ["type": ["string", "number", "boolean"], "minLength": 1]

  /// A header or query: each value a text, or several.
  static let fields: JSONValue = ["type": "object", "additionalProperties": either(text, list(of: text))]

  /// What a scenario has in several places, told once.
  static let steps: JSONValue = ["$ref": "#/$defs/steps"]
  static let audio: JSONValue = ["$ref": "#/$defs/audio"]

  /// A whole schema, as it is written to a file.
  static func document(_ name: String, _ description: String, _ schema: JSONValue) -> String {
    var members = schema.object ?? [:]
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["$id"] = .string("urn:sttcheck:\(name):1")
    members["title"] = .string("sttcheck \(name)")
    members["description"] = .string(description)
    return JSONValue.object(members).serialized(pretty: true, leading: ["$schema", "$id", "title", "description", "type"]) + "\n"
  }
}
