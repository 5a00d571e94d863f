/// What is read from the members of a JSON object and written to them again.
protocol MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault)
  /// Nil: the member is left out.
  var members: [String: JSONValue?] { get }
}

extension MessagePart {
  var json: JSONValue { .object(members.compactMapValues(\.self)) }
}

extension JSONValue {
  static func list(_ parts: [some MessagePart]) -> JSONValue { .array(parts.map(\.json)) }
  static func list(_ integers: [Int]) -> JSONValue { .array(integers.map { .number(Double($0)) }) }
  static func list(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }
}
