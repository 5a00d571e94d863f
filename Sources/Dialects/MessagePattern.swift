package import Speech

/// Which of a relay's messages is meant.
package enum MessagePattern: Sendable, Equatable {
  case exactly(String)
  case beginning(String)
  case json(JSONCondition)

  /// A text, one that ends in `*` for any that begins so, or a condition such as `{"type":"ready"}`.
  package init(json: JSONValue) throws(DialectFault) {
    switch json {
    case .string(let text) where text.hasSuffix("*") && text.count > 1: self = .beginning(String(text.dropLast()))
    case .string(let text) where !text.isEmpty: self = .exactly(text)
    case .object:
      guard let condition = JSONCondition(json: json) else { throw DialectFault("no condition", allowed: Self.forms) }
      self = .json(condition)
    default: throw DialectFault("\(json.kindName) in the place of a message", allowed: Self.forms)
    }
  }

  /// What all these conditions hold for; for dialects that are ours.
  static func all(_ conditions: JSONValue...) -> MessagePattern {
    .json(JSONCondition(conditions.flatMap { JSONCondition(json: $0)?.clauses ?? [] }))
  }

  private static let forms = ["a text", "the beginning of a text and *", "{ type: ready }"]

  /// For people.
  package var shown: String {
    switch self {
    case .exactly(let text): text
    case .beginning(let text): "\(text)…"
    case .json(let condition): condition.json.serialized()
    }
  }

  package func holds(for bytes: [UInt8]) -> Bool {
    switch self {
    case .exactly(let text): bytes.elementsEqual(text.utf8)
    case .beginning(let text): bytes.starts(with: text.utf8)
    case .json(let condition): (try? JSONValue(parsing: bytes)).map(condition.holds) ?? false
    }
  }
}
