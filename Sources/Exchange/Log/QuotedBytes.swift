/// Text between quotes with escapes, as Rust and Python print bytes and strings: `"\x00\n"`, `'\u00e9'`.
enum QuotedBytes {
  /// - Parameter text: Begins with a quote.
  /// - Returns: What stands in it up to its closing quote, at the end of the text; nil where it is none.
  static func read(_ text: Substring) -> [UInt8]? {
    guard let quote = text.utf8.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    var bytes: [UInt8] = []
    var rest = text.utf8.dropFirst()
    while let byte = rest.popFirst() {
      if byte == quote { return rest.isEmpty ? bytes : nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "0"): bytes.append(0)
      case UInt8(ascii: "x"):
        guard let value = number(2, &rest) else { return nil }
        bytes.append(UInt8(truncatingIfNeeded: value))
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        guard let value = number(escape == UInt8(ascii: "u") ? 4 : 8, &rest), let scalar = Unicode.Scalar(value) else { return nil }
        bytes += Array(String(Character(scalar)).utf8)
      default: bytes.append(escape)
      }
    }
    return nil
  }

  private static func number(_ digits: Int, _ rest: inout Substring.UTF8View.SubSequence) -> UInt32? {
    let text = String(decoding: rest.prefix(digits), as: UTF8.self)
    rest = rest.dropFirst(digits)
    return text.utf8.count == digits ? UInt32(text, radix: 16) : nil
  }
}
