/// One form of one secret, found in bytes however they were encoded on the way: as they are, percent-encoded (any mixture, either case of
/// hex), or as the inside of a JSON string.
struct RedactionPattern: Sendable, Equatable {
  let bytes: [UInt8]
  /// The same by characters, for JSON's escapes.
  private let scalars: [Unicode.Scalar]
  /// A base64 form whose first character, or last, is shared with a neighbouring byte: the neighbour goes too.
  let reachesBefore: Bool
  let reachesAfter: Bool

  init(_ bytes: [UInt8], reachesBefore: Bool = false, reachesAfter: Bool = false) {
    self.bytes = bytes
    self.scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    self.reachesBefore = reachesBefore
    self.reachesAfter = reachesAfter
  }

  /// Every form of a secret: itself, without the white space around it, and base64 wherever it stands in what was encoded.
  static func all(of secret: String) -> [RedactionPattern] {
    let whole = Array(secret.utf8)
    var forms = [whole]
    let trimmed = Array(whole.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
    if trimmed != whole, trimmed.count >= 4 { forms.append(trimmed) }
    var patterns: [RedactionPattern] = []
    for form in forms {
      patterns.append(RedactionPattern(form))
      for alphabet in [Base64.standard, Base64.urlSafe] {
        for offset in 0..<3 {
          let pattern = Base64.pattern(form, offset: offset, alphabet: alphabet)
          if !patterns.contains(pattern) { patterns.append(pattern) }
        }
      }
    }
    return patterns
  }

  /// Where a match that begins at `start` ends; nil where none does.
  func end(in hay: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    plainEnd(in: hay, from: start) ?? percentEnd(in: hay, from: start) ?? jsonEnd(in: hay, from: start)
  }

  private func plainEnd(in hay: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start + bytes.count <= hay.count else { return nil }
    var at = start
    for byte in bytes {
      if hay[at] != byte { return nil }
      at += 1
    }
    return at
  }

  private func percentEnd(in hay: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var at = start
    for byte in bytes {
      guard at < hay.count else { return nil }
      let seen = hay[at]
      if seen == UInt8(ascii: "%"), hexNumber(hay, at + 1, digits: 2) == UInt32(byte) {
        at += 3
      } else if seen == byte || (byte == UInt8(ascii: " ") && seen == UInt8(ascii: "+")) {
        at += 1
      } else if byte == UInt8(ascii: "/"), seen == UInt8(ascii: "\\"), at + 1 < hay.count, hay[at + 1] == byte {
        // Percent-encoded but for its slashes, and then put into JSON.
        at += 2
      } else {
        return nil
      }
    }
    return at
  }

  /// RFC 8259 §7.
  private func jsonEnd(in hay: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var at = start
    for scalar in scalars {
      guard at < hay.count else { return nil }
      if hay[at] == UInt8(ascii: "\\"), at + 1 < hay.count {
        if hay[at + 1] == UInt8(ascii: "u") {
          for unit in scalar.utf16 {
            guard at + 1 < hay.count, hay[at] == UInt8(ascii: "\\"), hay[at + 1] == UInt8(ascii: "u"),
              hexNumber(hay, at + 2, digits: 4) == UInt32(unit)
            else { return nil }
            at += 6
          }
        } else {
          guard shortEscape(hay[at + 1]) == scalar.value else { return nil }
          at += 2
        }
      } else {
        for byte in scalar.utf8 {
          guard at < hay.count, hay[at] == byte else { return nil }
          at += 1
        }
      }
    }
    return at
  }

  private func shortEscape(_ letter: UInt8) -> UInt32 {
    switch letter {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: UInt32(letter)
    }
  }

  private func hexNumber(_ hay: UnsafeBufferPointer<UInt8>, _ start: Int, digits: Int) -> UInt32? {
    guard start + digits <= hay.count else { return nil }
    var value: UInt32 = 0
    for index in start..<start + digits {
      let byte = UInt32(hay[index])
      switch byte {
      case 0x30...0x39: value = value << 4 | (byte - 0x30)
      case 0x41...0x46: value = value << 4 | (byte - 0x37)
      case 0x61...0x66: value = value << 4 | (byte - 0x57)
      default: return nil
      }
    }
    return value
  }
}

/// RFC 4648, as far as looking for a secret needs it.
private enum Base64 {
  static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The characters that `bytes` alone decide when `offset` other bytes stand before them in their group of three.
  static func pattern(_ bytes: [UInt8], offset: Int, alphabet: [UInt8]) -> RedactionPattern {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in [UInt8](repeating: 0, count: offset) + bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count)) & 63])
      }
      bits &= (1 << UInt32(count)) - 1
    }
    return RedactionPattern(Array(text.dropFirst(offset == 0 ? 0 : offset + 1)), reachesBefore: offset > 0, reachesAfter: count > 0)
  }
}
