/// A credential as it was meant, from the form in which it crossed the wire: what a peer says back of it is looked for by that.
enum SecretForms {
  /// Without percent-encoding (RFC 3986 §2.1).
  static func percentDecoded(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = hex(rest.prefix(2)) {
        result.append(UInt8(value))
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The inside of a JSON string, without its escapes (RFC 8259 §7).
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var units: [UInt16] = []
    var rest = Array(text.utf16)[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5C, let letter = rest.popFirst() else {
        units.append(unit)
        continue
      }
      if letter == 0x75, rest.count >= 4, let value = hex(rest.prefix(4).map { UInt8(truncatingIfNeeded: min($0, 0x7F)) }) {
        units.append(UInt16(value))
        rest = rest.dropFirst(4)
      } else {
        units.append(escapes[letter] ?? letter)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// What base64 stands for (RFC 4648 §4), padded or not; nil where it is no text.
  static func fromBase64(_ text: some StringProtocol) -> String? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    var (bits, count) = (0, 0)
    for byte in text.utf8.prefix(4096) where byte != UInt8(ascii: "=") {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      bits = (bits << 6 | value) & 0xFFFF
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      result.append(UInt8(bits >> count & 0xFF))
    }
    return String(validating: result, as: UTF8.self)
  }

  /// `\b`, `\f`, `\n`, `\r`, `\t`.
  private static let escapes: [UInt16: UInt16] = [0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09]

  private static func hex(_ digits: some Collection<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard let number = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      value = value << 4 | number
    }
    return value
  }
}
