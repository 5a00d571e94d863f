/// A message in which speech may stand: JSON in whatever envelope, or a bare text.
struct SpokenText {
  /// A string of JSON, or all of a bare text.
  struct Passage {
    /// The member's name; nil where it has none.
    var name: String?
    /// What it says, without the escapes.
    var text: [Unicode.Scalar]
    /// Where each scalar of it stands in the message.
    fileprivate var places: [Range<Int>]
  }

  private var scalars: [Unicode.Scalar]
  let passages: [Passage]

  /// Nil for what is no UTF-8.
  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { return nil }
    scalars = Array(text.unicodeScalars)
    let isBare = !scalars.contains("\"")
    passages =
      isBare
      ? [Passage(name: nil, text: scalars, places: scalars.indices.map { $0..<($0 + 1) })]
      : Self.strings(scalars)
  }

  var bytes: [UInt8] {
    Array(String(String.UnicodeScalarView(scalars)).utf8)
  }

  /// Puts as many scalars in place of a passage's own, escaped where those were.
  mutating func replace(_ passage: Passage, with text: [Unicode.Scalar]) {
    for (place, (old, new)) in zip(passage.places, zip(passage.text, text)) where old != new {
      if place.count == 1 {
        scalars[place.lowerBound] = new
      } else {
        let units = String(Character(new)).utf16.map { Self.hex($0) }
        for (offset, digit) in units.enumerated().flatMap({ unit, digits in digits.enumerated().map { (6 * unit + 2 + $0, $1) } })
        where offset < place.count { scalars[place.lowerBound + offset] = digit }
      }
    }
  }

  /// All strings that are values, with the names of their members.
  private static func strings(_ scalars: [Unicode.Scalar]) -> [Passage] {
    var found: [Passage] = []
    var name: String?
    var place = 0
    while place < scalars.count {
      guard scalars[place] == "\"" else {
        place += 1
        continue
      }
      var passage = Passage(name: name, text: [], places: [])
      place += 1
      while place < scalars.count, scalars[place] != "\"" {
        let (scalar, length) = unit(scalars, at: place)
        passage.text.append(scalar)
        passage.places.append(place..<min(place + length, scalars.count))
        place += length
      }
      place += 1
      let next = scalars[min(place, scalars.count)...].first { !$0.properties.isWhitespace }
      if next == ":" {
        name = String(String.UnicodeScalarView(passage.text))
      } else {
        found.append(passage)
      }
    }
    return found
  }

  /// One scalar of a string, and how many it takes with its escape.
  private static func unit(_ scalars: [Unicode.Scalar], at place: Int) -> (Unicode.Scalar, Int) {
    guard scalars[place] == "\\", place + 1 < scalars.count else { return (scalars[place], 1) }
    guard scalars[place + 1] == "u", let high = code(scalars, at: place) else { return ("\u{FFFD}", 2) }
    if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
    guard let low = code(scalars, at: place + 6), 0xDC00..<0xE000 ~= low, 0xD800..<0xDC00 ~= high else { return ("\u{FFFD}", 6) }
    return (Unicode.Scalar(0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00))) ?? "\u{FFFD}", 12)
  }

  /// The four digits of a `\u` that stands there.
  private static func code(_ scalars: [Unicode.Scalar], at place: Int) -> UInt32? {
    guard place + 6 <= scalars.count, scalars[place] == "\\", scalars[place + 1] == "u" else { return nil }
    var value: UInt32 = 0
    for digit in scalars[(place + 2)..<(place + 6)] {
      guard let number = Character(digit).hexDigitValue else { return nil }
      value = value << 4 | UInt32(number)
    }
    return value
  }

  private static func hex(_ unit: UInt16) -> [Unicode.Scalar] {
    let digits = String(unit, radix: 16)
    return Array((String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
  }
}
