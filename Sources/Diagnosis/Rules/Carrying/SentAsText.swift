internal import Audio
internal import Speech
internal import Timeline

/// The client's audio in text messages of the service hop, or as text in binary ones.
struct SentAsText {
  /// How a message holds it.
  enum Manner: String {
    case characters = "each byte as a character"
    case base64 = "in base64"
    case json = "in base64 inside JSON"
  }

  let manner: Manner
  /// The first message of that kind, and how many there are.
  let first: Located<Void>
  let messages: Int
  /// True where they are binary messages, with text inside.
  let isBinary: Bool

  /// Nil where no message of the hop is that.
  init?(_ session: SessionFacts, _ service: HopFacts) {
    let texts = service.controls.compactMap { control -> Located<[UInt8]>? in
      guard case .text(let bytes) = control.value, bytes.count >= 32 else { return nil }
      return Located(bytes, event: control.event, at: control.at)
    }
    if let first = texts.first, let manner = Self.manner(first.value, session.client.audioBytes) {
      self.manner = manner
      self.first = Located((), event: first.event, at: first.at)
      messages = texts.count
      isBinary = false
      return
    }
    guard let piece = service.audio.first, service.audioBytes.count >= 64 else { return nil }
    let guess = service.isSealed ? service.looksLike : AudioSniffer.guess(Array(service.audioBytes.prefix(2048)))
    guard guess == .base64 || guess == .json,
      let manner = Self.manner(Array(service.audioBytes.prefix(piece.bytes)), session.client.audioBytes)
    else { return nil }
    self.manner = manner
    first = Located((), event: piece.event, at: piece.at)
    messages = service.audio.count
    isBinary = true
  }

  /// By what they look like: what the client meant to send is nowhere else. Nil where no text of the client's is that.
  init?(client: HopFacts) {
    let texts = client.controls.compactMap { control -> (at: Located<Void>, manner: Manner)? in
      guard case .text(let bytes) = control.value, bytes.count >= 160, let manner = Self.manner(bytes) else { return nil }
      return (Located((), event: control.event, at: control.at), manner)
    }
    guard let first = texts.first else { return nil }
    manner = first.manner
    self.first = first.at
    messages = texts.count
    isBinary = false
  }

  /// True where a text holds some of the client's audio.
  static func isAudio(_ text: [UInt8], of audio: [UInt8]) -> Bool { text.count >= 32 && manner(text, audio) != nil }

  private static func manner(_ text: [UInt8]) -> Manner? {
    if base64(text[...]) != nil { return .base64 }
    if text.first == UInt8(ascii: "{"), let object = try? JSONValue(parsing: text) {
      return longest(object).map { Array($0.utf8) }.flatMap { $0.count >= 160 && base64($0[...]) != nil ? .json : nil }
    }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    let strange = scalars.count { $0.value == 0xFFFD || $0.value < 32 && ![9, 10, 13].contains($0.value) }
    return strange * 10 > scalars.count ? .characters : nil
  }

  /// What the message holds, if that is among what the client sent.
  private static func manner(_ text: [UInt8], _ sent: [UInt8]) -> Manner? {
    if let bytes = base64(text[...]), isPart(bytes, sent) { return .base64 }
    if text.first == UInt8(ascii: "{"), let object = try? JSONValue(parsing: text) {
      return longest(object).flatMap { base64(Array($0.utf8)[...]) }.flatMap { isPart($0, sent) ? .json : nil }
    }
    // A byte above 127 takes two bytes as a character; what could not be one was often replaced, and is lost.
    let string = String(decoding: text, as: UTF8.self)
    let scalars = string.unicodeScalars
    if scalars.allSatisfy({ $0.value < 256 }), isPart(scalars.map { UInt8(truncatingIfNeeded: $0.value) }, sent) { return .characters }
    let strange = scalars.count { $0.value == 0xFFFD || $0.value < 32 && ![9, 10, 13].contains($0.value) }
    return strange * 10 > scalars.count ? .characters : nil
  }

  private static func longest(_ value: JSONValue) -> String? {
    var strings: [String] = []
    func walk(_ value: JSONValue) {
      if let string = value.string { strings.append(string) }
      value.array?.forEach(walk)
      value.object?.forEach { walk($0.value) }
    }
    walk(value)
    return strings.max { $0.utf8.count < $1.utf8.count }
  }

  private static func isPart(_ bytes: [UInt8], _ sent: [UInt8]) -> Bool {
    guard bytes.count >= 24, sent.count >= bytes.count else { return false }
    // Silence has no place of its own: enough of it is one of the client's pauses.
    if AudioComparison.isBlank(bytes, 0..<bytes.count) { return AudioComparison.pause(in: sent, like: bytes) != nil }
    let found = ByteAlignment(sent: sent, arrived: bytes).matched
    return found * 2 >= bytes.count
  }

  /// Decodes base64 with either alphabet; nil where it is something else.
  static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var word: UInt32 = 0
    var digits = 0
    for byte in text {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="), 10, 13: continue
      default: return nil
      }
      word = word << 6 | UInt32(value)
      digits += 1
      if digits == 4 {
        bytes += [UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
        word = 0
        digits = 0
      }
    }
    if digits >= 2 { bytes.append(UInt8(truncatingIfNeeded: word >> (digits == 3 ? 10 : 4))) }
    if digits == 3 { bytes.append(UInt8(truncatingIfNeeded: word >> 2)) }
    return bytes
  }
}
