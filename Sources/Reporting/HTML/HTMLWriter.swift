internal import Speech

/// The only place where markup is made: elements, quoted attributes, escaped text.
///
/// What it writes reads as HTML and is well-formed XML as well, so that any XML parser can check it.
struct HTMLWriter {
  private(set) var text = ""

  static func page(_ root: HTML) -> String {
    var writer = HTMLWriter()
    writer.text = "<!DOCTYPE html>\n"
    writer.write(root)
    return writer.text + "\n"
  }

  mutating func write(_ node: HTML) {
    switch node {
    case .text(let string): append(escaping: string)
    case .newline: text += "\n"
    case .verbatim(let file): text += file.text
    case .group(let nodes):
      for node in nodes { write(node) }
    case .element(let tag, let attributes, let content):
      text += "<" + tag.rawValue
      for attribute in attributes {
        text += " \(attribute.name)=\""
        append(escaping: attribute.value)
        text += "\""
      }
      guard !tag.isVoid else { return text += "/>" }
      text += ">"
      for node in content { write(node) }
      text += "</" + tag.rawValue + ">"
      if Self.breaks.contains(tag) { text += "\n" }
    }
  }

  /// Blocks end their line, so that the source can be read and compared.
  private static let breaks: Set<HTMLTag> = [
    .head, .meta, .title, .style, .script, .header, .main, .nav, .section, .article, .footer, .figure, .h1, .h2, .h3, .h4, .p, .div, .ul,
    .ol,
    .dl, .details, .summary, .table, .thead, .tbody, .tr, .svg, .g,
  ]

  private static func means(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
  }

  /// Characters that mean something to a parser become references; what is invisible, reorders text or is no character of
  /// XML (§2.2) becomes visible, as in every format.
  private mutating func append(escaping string: String) {
    let plain = string.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if plain, !string.utf8.contains(where: Self.means) { return text += string }
    let shown = plain ? string : VisibleText.quote(string, limit: .max - 1)
    for scalar in shown.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      // The two non-characters at the end of the plane, which XML has not.
      case "\u{FFFE}", "\u{FFFF}": text += "⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
