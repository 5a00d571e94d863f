internal import Yams

/// Reads the argument of a `send` step.
enum SendReader {
  static let keys = ["text", "json", "binary", "zeros", "frame"]
  static let forms = ["empty", "text", "json", "binary", "zeros", "frame"]
  static let largest = 64 << 20

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> Sending {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else {
        throw value.wrong("'empty' or a mapping", allowed: ["empty", "{ text: hello }", "{ binary: 00 ff }"])
      }
      _ = try value.oneOf(["empty"])
      return .binary([])
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    guard let first = mapping.pairs.first else { throw value.fault("'send' does not say what", allowed: forms) }
    if mapping.pairs.count > 1 { throw mapping.pairs[1].key.fault("'send' has '\(first.word)' already", advice: "one message a step") }
    switch first.word {
    case "text": return .text(first.value.isNothing ? "" : try first.value.text())
    case "json": return .text(try JSONText.compact(first.value) { text throws(ConfigurationError) in try text.text() })
    case "binary": return .binary(try hexadecimal(first.value))
    case "zeros": return .zeros(try first.value.size(in: 1...largest))
    default: return .raw(try hexadecimal(first.value))
    }
  }

  /// Bytes as pairs of hexadecimal digits, spaces between them as one likes.
  private static func hexadecimal(_ value: YAMLValue) throws(ConfigurationError) -> [UInt8] {
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
}
