/// Credentials known by the name before them, in text: query values, `user:password@` of a URL, header lines.
enum RedactionText {
  /// With the value of every secret query parameter replaced; a name is looked at with its percent-encoding undone.
  static func queries(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "=")) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    // Where the name before an `=` would begin.
    var nameStart = 0
    while index < bytes.count {
      let byte = bytes[index]
      result.append(byte)
      index += 1
      if byte == UInt8(ascii: "=") {
        if nameStart < index - 1, RedactionNames.isSecretQuery(decoded(bytes[nameStart..<index - 1])) {
          let end = bytes[index...].firstIndex(where: endsValue) ?? bytes.count
          if end > index { result += Redactor.mark }
          index = end
        }
        // What stands behind an `=` is no name until the next separator.
        nameStart = bytes.count
      } else if separates(byte) {
        nameStart = index
      }
    }
    return result
  }

  /// `wss://user:password@host` without the two.
  static func userInfo(_ bytes: [UInt8]) -> [UInt8] {
    let slashes = Array("://".utf8)
    guard bytes.contains(UInt8(ascii: "@")) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index...].starts(with: slashes) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += slashes
      index += slashes.count
      let end = bytes[index...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || endsValue($0) } ?? bytes.count
      if let at = bytes[index..<end].lastIndex(of: UInt8(ascii: "@")) {
        result += Redactor.mark
        index = at
      }
    }
    return result
  }

  /// Header lines inside a sentence, a command or JSON: `-H 'Authorization: Token KEY'`.
  static func headers(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while let colon = bytes[index...].firstIndex(of: UInt8(ascii: ":")) {
      let nameEnd = bytes[index..<colon].lastIndex { $0 != UInt8(ascii: " ") && !isQuote($0) }.map { $0 + 1 } ?? index
      let nameStart = bytes[index..<nameEnd].lastIndex { !isNameByte($0) }.map { $0 + 1 } ?? index
      let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
      let isProtocol = name.lowercased() == "sec-websocket-protocol"
      guard isProtocol || RedactionNames.isSecretHeaderInText(name) else {
        result += bytes[index...colon]
        index = colon + 1
        continue
      }
      let start = bytes[(colon + 1)...].firstIndex { $0 != UInt8(ascii: " ") && !isQuote($0) } ?? bytes.count
      let end = bytes[start...].firstIndex { isQuote($0) || $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      result += bytes[index..<start]
      var announced = false
      let value = Array(bytes[start..<end])
      result += isProtocol ? RedactionHeader.subprotocols(value, announced: &announced) : RedactionHeader.credential(value)
      index = end
    }
    return result + bytes[index...]
  }

  /// Percent-encoding undone, for comparing names only.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
        let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func separates(_ byte: UInt8) -> Bool {
    byte <= 0x20 || isQuote(byte) || "?&#;,(".utf8.contains(byte)
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    byte <= 0x20 || isQuote(byte) || "&#<>".utf8.contains(byte)
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
