/// How many columns of a terminal a text takes.
///
/// Counts scalar by scalar and never too few: combining marks 0, East Asian wide and emoji 2, everything else 1
/// (Unicode Standard Annex 11, by blocks).
enum Columns {
  static func width(_ text: some StringProtocol) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide(scalar) ? 2 : 1
    }
  }

  /// The longest beginning that fits, in whole characters; at least one scalar where anything fits at all.
  static func prefix(_ text: some StringProtocol, _ columns: Int) -> String {
    var taken = ""
    var used = 0
    for character in text {
      let width = width(String(character))
      guard used + width <= columns else { break }
      taken.append(character)
      used += width
    }
    return taken
  }

  /// Cut to so many columns, with `…` where something is missing.
  static func fit(_ text: String, _ columns: Int) -> String {
    width(text) <= columns ? text : columns < 1 ? "" : prefix(text, columns - 1) + "…"
  }

  /// Filled with blanks to so many columns.
  static func pad(_ text: String, _ columns: Int, right: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, columns - width(text)))
    return right ? blanks + text : text + blanks
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isEmojiPresentation { return true }
    return switch scalar.value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
