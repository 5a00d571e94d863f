extension JSONValue {
  /// The value as JSON text: members sorted by name, integers without `.0`, the same bytes every time.
  ///
  /// A number that JSON cannot write (not a number, infinite) becomes `null`.
  /// - Parameter leading: members that go first wherever they stand, in this order; the others follow by name.
  package func serialized(pretty: Bool = false, leading: [String] = []) -> String {
    var text = ""
    let ranks = Dictionary(leading.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    write(to: &text, pretty: pretty, indent: 0, ranks: ranks)
    return text
  }

  private func write(to text: inout String, pretty: Bool, indent: Int, ranks: [String: Int]) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += Self.text(of: value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      Self.write(elements, between: ("[", "]"), to: &text, pretty: pretty, indent: indent) { element, text in
        element.write(to: &text, pretty: pretty, indent: indent + 1, ranks: ranks)
      }
    case .object(let members):
      let sorted = members.sorted { (ranks[$0.key] ?? .max, $0.key) < (ranks[$1.key] ?? .max, $1.key) }
      Self.write(sorted, between: ("{", "}"), to: &text, pretty: pretty, indent: indent) { member, text in
        Self.write(member.key, to: &text)
        text += pretty ? ": " : ":"
        member.value.write(to: &text, pretty: pretty, indent: indent + 1, ranks: ranks)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (String, String), to text: inout String, pretty: Bool, indent: Int,
    _ each: (Element, inout String) -> Void
  ) {
    text += brackets.0
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if pretty { text += "\n" + String(repeating: "  ", count: indent + 1) }
      each(element, &text)
    }
    if pretty && !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
    text += brackets.1
  }

  /// A number in its shortest form that reads back as the same double.
  static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let integer = Int64(exactly: value), abs(value) <= 0x1p53 { return String(integer) }
    return value.description
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..<"\u{20}": text += "\\u" + VisibleText.hex(scalar.value, width: 4)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
