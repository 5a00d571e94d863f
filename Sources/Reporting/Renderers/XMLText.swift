internal import Speech

/// Text made safe for XML 1.0: what it may not carry is made visible (`VisibleText`), what means something is escaped.
enum XMLText {
  /// One line, for attributes and for content alike.
  static func escaped(_ text: String) -> String {
    VisibleText.line(text).unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      // Not only `]]>` needs it in old parsers.
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&apos;"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }

  /// A start tag's attributes, in their order, each with a blank before it.
  static func attributes(_ pairs: [(String, String)]) -> String { pairs.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined() }
}
