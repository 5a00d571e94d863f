/// Text in which audio stands as base64: a message of nothing else, or strings within JSON.
struct SealedText {
  private let text: [UInt8]
  /// Where base64 stands that is long enough to be sound.
  private let places: [Range<Int>]

  /// A message of an SDK is shorter where it holds none: keys, ids, words.
  private static let least = 160

  /// Nil where it holds none.
  init?(_ bytes: [UInt8]) {
    var places: [Range<Int>] = []
    var start = 0
    for (place, byte) in bytes.enumerated() where !Self.isDigit(byte) {
      if place - start >= Self.least { places.append(start..<place) }
      start = place + 1
    }
    if bytes.count - start >= Self.least { places.append(start..<bytes.count) }
    let isWhole = places == [0..<bytes.count]
    guard !places.isEmpty, isWhole || bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") || Self.isEvent(bytes) else {
      return nil
    }
    text = bytes
    self.places = places
  }

  /// The same text, as long as before.
  func sealed(_ seal: ([UInt8]) -> [UInt8]) -> [UInt8] {
    var result = text
    for place in places {
      let digits = Array(text[place].prefix { $0 != UInt8(ascii: "=") })
      let isURLSafe = digits.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      let encoded = Self.encoded(seal(Self.decoded(digits)), isURLSafe: isURLSafe)
      for (offset, byte) in encoded.enumerated() where offset < digits.count { result[place.lowerBound + offset] = byte }
    }
    return result
  }

  /// An event of Socket.IO: `42["audio",…]`, `451-["audio",…]`.
  private static func isEvent(_ bytes: [UInt8]) -> Bool {
    bytes.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-") }.first == UInt8(ascii: "[")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { value(byte) != nil || byte == UInt8(ascii: "=") }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  private static func decoded(_ digits: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var word = 0
    for (place, digit) in digits.enumerated() {
      word = (word << 6 | Int(value(digit) ?? 0)) & 0xFFFFFF
      let bits = 6 * (place % 4 + 1)
      if bits > 6 { bytes.append(UInt8(truncatingIfNeeded: word >> (bits % 8))) }
    }
    return bytes
  }

  private static func encoded(_ bytes: [UInt8], isURLSafe: Bool) -> [UInt8] {
    let alphabet = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (isURLSafe ? "-_" : "+/")).utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let piece = bytes[start..<min(bytes.count, start + 3)]
      let word = piece.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - piece.count))
      for digit in 0...piece.count { text.append(alphabet[word >> (18 - 6 * digit) & 63]) }
    }
    return text
  }
}
