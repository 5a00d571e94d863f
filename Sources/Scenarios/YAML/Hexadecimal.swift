/// Bytes as pairs of hexadecimal digits, spaces between them as one likes.
enum Hexadecimal {
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> [UInt8] {
    let digits = try value.text().filter { $0 != " " }
    let example = ["pairs of hexadecimal digits such as 82 05 01"]
    if let wrong = digits.first(where: { !$0.isHexDigit || !$0.isASCII }) {
      throw value.fault("'\(value.name)' has '\(Quoting.short(String(wrong)))', no hexadecimal digit", allowed: example)
    }
    guard digits.count.isMultiple(of: 2) else {
      throw value.fault("'\(value.name)' has \(digits.count) hexadecimal digits, half a byte too many", allowed: example)
    }
    var bytes: [UInt8] = []
    var rest = digits[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    guard !bytes.isEmpty else { throw value.fault("'\(value.name)' has no bytes", allowed: example) }
    return bytes
  }

  /// Quoted: digits alone would be a number.
  static func text(_ bytes: [UInt8]) -> String {
    let pairs = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "\"\(pairs.joined(separator: " "))\""
  }
}
