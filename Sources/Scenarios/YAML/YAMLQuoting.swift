/// Texts as YAML scalars that read back as the same texts.
package enum YAMLQuoting {
  /// Plain where that is surely a text everywhere (a lower-case word with dashes), else double-quoted (YAML 1.2 §5.7, §7.3.1).
  package static func text(_ text: String) -> String {
    let plain = text.first?.isLowercase == true && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    if plain, !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case " "..."~": out.unicodeScalars.append(scalar)
      default:
        let visible = [.lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber].contains(scalar.properties.generalCategory)
        if visible, scalar.value < 0x10000 { out.unicodeScalars.append(scalar) } else { out += escape(scalar.value) }
      }
    }
    return out + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let width = value < 0x100 ? 2 : value < 0x10000 ? 4 : 8
    let letter = width == 2 ? "x" : width == 4 ? "u" : "U"
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}
