/// Percent-coding of query components (RFC 3986 §2.1), with `+` for a space when reading, as forms and most libraries write it.
package enum PercentCoding {
  /// The text of one name or value. A `%` without two hexadecimal digits stays as it is; bytes that are not UTF-8 become U+FFFD.
  package static func decode(_ component: some StringProtocol) -> String {
    let coded = Array(component.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(coded.count)
    var index = 0
    while index < coded.count {
      let byte = coded[index]
      if byte == UInt8(ascii: "%"), index + 2 < coded.count, let high = hexValue(coded[index + 1]), let low = hexValue(coded[index + 2]) {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text as one name or value: everything but unreserved characters is coded, a space as `%20`.
  package static func encode(_ text: String) -> String {
    var coded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        coded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        coded += "%" + VisibleText.hex(byte, width: 2)
      }
    }
    return coded
  }

  /// The value of one hexadecimal digit.
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
