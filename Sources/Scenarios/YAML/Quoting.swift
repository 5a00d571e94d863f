/// Foreign text inside our own lines.
enum Quoting {
  /// At most 40 characters, control characters made visible.
  static func short(_ text: String) -> String {
    var out = ""
    for character in text.prefix(40) {
      let visible = character.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control && $0 != "\u{2028}" && $0 != "\u{2029}"
      }
      if visible { out.append(character) } else { out.append("\u{FFFD}") }
    }
    return text.count > 40 ? out + "…" : out
  }
}
