extension [HeaderField] {
  /// The comma-separated members of all headers of a name (RFC 9110 §5.6.1), without the blanks around them.
  package func listed(_ name: String) -> [String] {
    all(name).flatMap { $0.split(separator: ",") }.map(Self.trimmed).filter { !$0.isEmpty }
  }

  /// Whether such a list has a member, compared without case.
  package func lists(_ name: String, _ member: String) -> Bool {
    listed(name).contains { $0.lowercased() == member.lowercased() }
  }

  /// Without spaces and tabs at its ends (RFC 9110 §5.6.3).
  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(text[first...last])
  }
}
