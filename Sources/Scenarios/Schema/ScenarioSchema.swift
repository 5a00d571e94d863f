internal import Speech

/// The JSON Schema (draft 2020-12) of a scenario's YAML, made of its keys and its kinds of steps. A copy stands in `Fixtures/schemas`.
package enum ScenarioSchema {
  /// - Parameter rules: ids that `provokes` may name.
  package static func text(rules: [String]) -> String {
    SchemaParts.document("scenario", "What a scripted client does. `sttcheck scenarios NAME` prints one to copy.", schema(rules))
  }

  private static func schema(_ rules: [String]) -> JSONValue {
    var members = FileKeys(ScenarioKeys.all(rules: rules).map(\.key)).schema.object ?? [:]
    members["$defs"] = ["steps": steps, "audio": AudioSourceReader.schema]
    return .object(members)
  }

  /// Each a word, or a mapping of one word to its argument; some stand alone.
  private static var steps: JSONValue {
    let bare = StepKinds.all.filter { if case .needed = $0.argument { false } else { true } }.map { $0.name }
    let arguments = Dictionary(StepKinds.all.map { ($0.name, argument(of: $0)) }, uniquingKeysWith: { first, _ in first })
    let step = SchemaParts.either(
      SchemaParts.word(bare),
      ["type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": .object(arguments)])
    let alone = StepKinds.all.filter { if case .alone = $0.place { true } else { false } }.map { kind -> JSONValue in
      ["contains": ["anyOf": [["const": .string(kind.name)], ["type": "object", "required": [.string(kind.name)]]]]]
    }
    return ["type": "array", "minItems": 1, "items": step, "if": ["anyOf": .array(alone)], "then": ["maxItems": 1]]
  }

  private static func argument(of kind: any StepKind.Type) -> JSONValue {
    let form =
      switch kind.argument {
      case .none: SchemaParts.nothing
      case .optional(let form): SchemaParts.either(form, SchemaParts.nothing)
      case .needed(let form): form
      }
    return SchemaParts.described(kind.help, form)
  }
}
