internal import Speech

/// A JSON value as `str()` of Python prints it.
enum PrintedDictionary {
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .number: value.serialized()
    case .string(let text): quoted(text)
    case .array(let items): "[" + items.map(Self.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Single quotes, or double ones where the text has single ones in it and no double ones.
  private static func quoted(_ text: String) -> String {
    let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var quoted = String(quote)
    for character in text {
      if character == quote || character == "\\" { quoted.append("\\") }
      quoted.append(character == "\n" ? " " : character)
    }
    quoted.append(quote)
    return quoted
  }
}
