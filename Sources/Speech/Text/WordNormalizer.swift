/// Words as they are compared: without case, punctuation and apostrophes, split at white space and dashes.
///
/// Numbers stay as they are written: `3.5`, `1,000`, `50%`; "five" and "5" are different words.
package enum WordNormalizer {
  package static func words(_ text: String) -> [String] {
    var text = text
    // Most of what is said is ASCII, and a relay that floods says megabytes of it: the properties of Unicode cost fifty times as much.
    return text.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } ? words(ascii: bytes) : nil } ?? words(unicode: text)
  }

  private static func words(ascii bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func finish() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    for (index, byte) in bytes.enumerated() {
      switch role(of: byte, before: index > 0 ? bytes[index - 1] : nil, after: index + 1 < bytes.count ? bytes[index + 1] : nil) {
      case .part: word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      case .dropped: break
      case .separator: finish()
      }
    }
    finish()
    return words
  }

  private static func role(of byte: UInt8, before: UInt8?, after: UInt8?) -> Role {
    switch byte {
    case 0x09...0x0D, 0x20: .separator
    case 0x00...0x1F, 0x7F, UInt8(ascii: "'"), UInt8(ascii: "`"): .dropped
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "/"): isDigit(before) && isDigit(after) ? .part : .separator
    case UInt8(ascii: "%"): isDigit(before) ? .part : .dropped
    case UInt8(ascii: "-"): !isDigit(before) && isDigit(after) && before.map(isSpace) ?? true ? .part : .separator
    case UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: "<")...UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "|"),
      UInt8(ascii: "~"):
      .part
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): .part
    default: .separator
    }
  }

  private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The same of any text, by the properties of Unicode.
  package static func words(unicode text: String) -> [String] {
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
