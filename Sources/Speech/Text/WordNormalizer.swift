/// Words as they are compared: without case, punctuation and apostrophes, split at white space and dashes.
///
/// Numbers stay as they are written: `3.5`, `1,000`, `50%`; "five" and "5" are different words.
package enum WordNormalizer {
  package static func words(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var words: [String] = []
    // A string grows in place where its view of scalars is copied each time: a peer's word may have megabytes.
    var word = ""
    func finish() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for (index, scalar) in scalars.enumerated() {
      switch role(of: scalar, before: index > 0 ? scalars[index - 1] : nil, after: index + 1 < scalars.count ? scalars[index + 1] : nil) {
      case .part: word += scalar.properties.lowercaseMapping
      case .dropped: break
      case .separator: finish()
      }
    }
    finish()
    return words
  }

  private enum Role {
    case part, dropped, separator
  }

  private static func role(of scalar: Unicode.Scalar, before: Unicode.Scalar?, after: Unicode.Scalar?) -> Role {
    if scalar.properties.isWhitespace { return .separator }
    switch scalar {
    case "'", "’", "‘", "ʼ", "`", "´", "′": return .dropped
    case ".", ",", ":", "/": return isDigit(before) && isDigit(after) ? .part : .separator
    case "%": return isDigit(before) ? .part : .dropped
    case "-" where !isDigit(before) && isDigit(after) && before.map(\.properties.isWhitespace) ?? true: return .part
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format: return .dropped
    case .dashPunctuation, .connectorPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return .separator
    default: return .part
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.generalCategory == .decimalNumber }
}
