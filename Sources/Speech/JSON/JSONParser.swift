/// Reads JSON text strictly (RFC 8259), one pass, and says exactly where it stops being JSON.
///
/// Written here because Foundation's decoder does not tell the place of a fault, and the place is what a report quotes.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// One value, and nothing after it.
  mutating func document() throws(JSONFault) -> JSONValue {
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else {
      throw JSONFault(at: position, of: bytes, expected: "the end of the message after one JSON value", isBehindValue: true)
    }
    return value
  }

  private mutating func value() throws(JSONFault) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw fault(expected: "a JSON value") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault(expected: "a JSON value")
    }
  }

  private mutating func object() throws(JSONFault) -> JSONValue {
    try enter()
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take("}") { return leave(.object(members)) }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else {
        throw fault(expected: members.isEmpty ? "a member's name in double quotes or \"}\"" : "a member's name in double quotes")
      }
      let name = try string()
      skipSpace()
      guard take(":") else { throw fault(expected: "\":\" after a member's name") }
      members[name] = try value()
      skipSpace()
      if take(",") { continue }
      if take("}") { return leave(.object(members)) }
      throw fault(expected: "\",\" or \"}\"")
    }
  }

  private mutating func array() throws(JSONFault) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return leave(.array(elements)) }
    while true {
      elements.append(try value())
      skipSpace()
      if take(",") { continue }
      if take("]") { return leave(.array(elements)) }
      throw fault(expected: "\",\" or \"]\"")
    }
  }

  private mutating func enter() throws(JSONFault) {
    guard depth < JSONValue.maximumDepth else {
      throw fault(expected: "at most \(JSONValue.maximumDepth) arrays and objects inside one another")
    }
    depth += 1
    position += 1
  }

  private mutating func leave(_ value: JSONValue) -> JSONValue {
    depth -= 1
    return value
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    let wanted = text.withUTF8Buffer { Array($0) }
    for byte in wanted {
      guard peek == byte else { throw fault(expected: "the word \(text)") }
      position += 1
    }
    return value
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONFault(at: start, of: bytes, found: "a number beyond ±1.8e308", expected: "a number within the range of a double")
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONFault) {
    guard let byte = peek, Self.isDigit(byte) else { throw fault(expected: "a digit") }
    while let byte = peek, Self.isDigit(byte) { position += 1 }
  }

  private mutating func string() throws(JSONFault) -> String {
    position += 1
    var text = ""
    var plain = position
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        try append(plain, to: &text)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        try append(plain, to: &text)
        position += 1
        text.unicodeScalars.append(try escape())
        plain = position
      case 0..<0x20:
        throw fault(expected: "an escape: control characters may not stand in a string")
      default:
        position += 1
      }
    }
    try append(plain, to: &text)
    throw fault(expected: "the string's closing quote")
  }

  /// Adds the bytes since `start` to a string, after checking that they are UTF-8.
  private func append(_ start: Int, to text: inout String) throws(JSONFault) {
    guard start < position else { return }
    guard let valid = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw JSONFault(at: firstInvalid(from: start), of: bytes, expected: "UTF-8")
    }
    text += valid
  }

  private func firstInvalid(from start: Int) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[start..<position].makeIterator()
    var offset = start
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    return offset
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    guard let byte = peek else { throw fault(expected: "an escape after \"\\\"") }
    let plain: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = Unicode.Scalar(byte)
    case UInt8(ascii: "b"): plain = "\u{8}"
    case UInt8(ascii: "f"): plain = "\u{C}"
    case UInt8(ascii: "n"): plain = "\n"
    case UInt8(ascii: "r"): plain = "\r"
    case UInt8(ascii: "t"): plain = "\t"
    case UInt8(ascii: "u"):
      position += 1
      return try codePoint()
    default: throw fault(expected: "one of \" \\ / b f n r t u after \"\\\"")
    }
    position += 1
    return plain
  }

  /// The scalar of a `\u` escape; half of a surrogate pair alone, which the grammar allows, becomes U+FFFD.
  private mutating func codePoint() throws(JSONFault) -> Unicode.Scalar {
    let first = try fourHexDigits()
    if (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
      let mark = position
      position += 2
      let second = try fourHexDigits()
      if (0xDC00..<0xE000).contains(second) {
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
      }
      position = mark
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func fourHexDigits() throws(JSONFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = PercentCoding.hexValue(byte) else {
        throw fault(expected: "four hexadecimal digits after \"\\u\"")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == scalar.value else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func fault(expected: String) -> JSONFault { JSONFault(at: position, of: bytes, expected: expected) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
